package hone.trainer.golden;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import hone.trainer.run.Disk;
import hone.trainer.run.RunFailure;
import hone.trainer.weights.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/**
 * A directory of reference numbers: every folder in it that holds a {@code checks.json} is a set of checks.
 *
 * @param made a model directory that is too large to lie there, and that somebody made by the program that the checks name
 */
public record Golden(Path folder, Optional<Path> made) {
    private static final String CHECKS = "checks.json";
    private static final String TO_BE_MADE = "made by ";

    public Golden(Path folder) {
        this(folder, Optional.empty());
    }

    /** One check: its name, its kind, its inputs and expected outputs. */
    public record Check(Path golden, Path folder, Optional<Path> made, JsonNode json) {
        public String name() {
            return json.path("check").asText();
        }

        public String kind() {
            return json.path("kind").asText();
        }

        public double tolerance() {
            return json.path("tolerance").asDouble();
        }

        double number(String field) {
            return json.path(field).asDouble();
        }

        boolean says(String field) {
            return json.path(field).asBoolean(false);
        }

        JsonNode expected() {
            return json.path("expected");
        }

        JsonNode inputs() {
            return json.path("inputs");
        }

        /** What has to be made first, and was not. */
        Optional<String> toBeMade() {
            return Stream.of("model", "tokenizer")
                    .map(field -> json.path(field).asText())
                    .filter(name -> made.isEmpty() && name.startsWith(TO_BE_MADE))
                    .findFirst();
        }

        Path model() {
            return path(json.path("model").asText());
        }

        /** Next to the checks, or, if the path begins that way, in the data or reference folders next to the whole directory. */
        Path path(String name) {
            if (name.startsWith(TO_BE_MADE)) {
                return made.orElseThrow();
            }
            if (!name.startsWith("data/") && !name.startsWith("golden/")) {
                return folder.resolve(name);
            }
            Path beside = golden.resolveSibling(name);
            return Files.exists(beside)
                    ? beside
                    : golden.resolveSibling("shared").resolve(name);
        }

        Tensors tensors() {
            return new Tensors(SafeTensors.read(folder.resolve(json.path("file").asText())));
        }

        @Override
        public String toString() {
            return name();
        }
    }

    /** Tensors of a check by name. */
    record Tensors(Map<String, Tensor> all) {
        boolean has(String name) {
            return all.containsKey(name);
        }

        Tensor get(String name) {
            Tensor tensor = all.get(name);
            if (tensor == null) {
                throw new IllegalArgumentException("the reference has no tensor " + name);
            }
            return tensor;
        }
    }

    /** All checks, folder by folder in alphabetical order. */
    public List<Check> checks() {
        Path golden = folder.toAbsolutePath().normalize();
        try (Stream<Path> walk = Files.walk(golden)) {
            List<Check> checks = new ArrayList<>();
            for (Path file : walk.filter(path -> path.endsWith(CHECKS)).sorted().toList()) {
                Path beside = file.resolveSibling("");
                for (JsonNode json : Wire.read(Files.readAllBytes(file), JsonNode.class)) {
                    checks.add(new Check(golden, beside, made, json));
                }
            }
            if (checks.isEmpty()) {
                throw new RunFailure("missing-file", "There is no " + CHECKS + " in or below " + folder + ".");
            }
            return checks;
        } catch (IOException e) {
            throw Disk.failure("read the reference numbers in " + folder, e);
        } catch (UnreadableMessage e) {
            throw new RunFailure("missing-file", "A " + CHECKS + " in " + folder + " is not JSON.", e);
        }
    }
}
