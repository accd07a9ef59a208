package hone.trainer.golden;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.Wire;
import hone.trainer.model.SafeTensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Assumptions;

/** Reference numbers that were computed by the Python libraries; absent in a plain checkout, and then said so. */
public final class Golden {
    private Golden() {}

    /** One check of a {@code checks.json}: a name, a kind and what belongs to it. */
    public record Check(Path folder, JsonNode json) {
        public String kind() {
            return json.path("kind").asText();
        }

        public double tolerance() {
            return json.path("tolerance").asDouble();
        }

        public Path model() {
            return folder.resolve(json.path("model").asText());
        }

        public Tensors tensors() {
            return new Tensors(SafeTensors.read(folder.resolve(json.path("file").asText())));
        }

        @Override
        public String toString() {
            return json.path("check").asText();
        }
    }

    /** Tensors of a check by name. */
    public record Tensors(Map<String, Tensor> all) {
        public boolean has(String name) {
            return all.containsKey(name);
        }

        public Tensor get(String name) {
            Tensor tensor = all.get(name);
            if (tensor == null) {
                throw new IllegalArgumentException("the reference has no tensor " + name);
            }
            return tensor;
        }
    }

    public static Path folder() {
        Path golden = Path.of(System.getProperty("hone.root", ".."))
                .resolve("../shared/golden")
                .normalize();
        Assumptions.assumeTrue(Files.isDirectory(golden), "the reference numbers are not here");
        return golden;
    }

    /** All checks of a folder, of one kind. */
    public static List<Check> checks(String under, String kind) {
        Path folder = folder().resolve(under);
        try {
            List<Check> checks = new ArrayList<>();
            for (JsonNode json : Wire.read(Files.readAllBytes(folder.resolve("checks.json")), JsonNode.class)) {
                if (json.path("kind").asText().equals(kind)) {
                    checks.add(new Check(folder, json));
                }
            }
            return checks;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** max |a − b| / max(1e-3, max |b|) over the places where the mask is 1. */
    public static double error(Tensor actual, Tensor expected, Tensor mask) {
        Tensor where = mask.to(ScalarType.Float);
        double difference = actual.sub(expected).mul(where).abs().max().item_double();
        double scale = expected.mul(where).abs().max().item_double();
        return relative(difference, scale);
    }

    public static double error(Tensor actual, Tensor expected) {
        return relative(
                actual.sub(expected).abs().max().item_double(),
                expected.abs().max().item_double());
    }

    public static double error(double actual, double expected) {
        return relative(Math.abs(actual - expected), Math.abs(expected));
    }

    private static double relative(double difference, double scale) {
        double error = difference / Math.max(1e-3, scale);
        return Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
    }
}
