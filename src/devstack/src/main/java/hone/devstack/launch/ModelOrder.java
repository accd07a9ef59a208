package hone.devstack.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code model} is asked for on the command line. */
sealed interface ModelOrder {
    String USAGE = """
            Say what to do with a model:
              ./hone model import DIR [--name N] [--project KEY]     bring a Hugging Face directory; with --project it is that one's base
              ./hone model export NAME --project KEY --out PATH      a model's directory; a tar when PATH ends in .tar""";

    /**
     * @param project whose base it becomes
     */
    record In(Path directory, Optional<String> name, Optional<String> project) implements ModelOrder {
        String path() {
            StringBuilder path = new StringBuilder("/api/v1/models?source=")
                    .append(HoneApi.encoded(
                            HoneApi.name(directory.toAbsolutePath().normalize())));
            name.ifPresent(said -> path.append("&name=").append(HoneApi.encoded(said)));
            project.ifPresent(said -> path.append("&project=").append(HoneApi.encoded(said)));
            return path.toString();
        }
    }

    /** @param out a tar, or a folder that is not there yet */
    record Out(String name, String project, Path out) implements ModelOrder {
        String path() {
            return "/api/v1/projects/%s/models/%s/files".formatted(HoneApi.encoded(project), HoneApi.encoded(name));
        }

        boolean isTar() {
            return HoneApi.name(out).endsWith(".tar");
        }
    }

    /** @throws Refusal when it can't be understood */
    static ModelOrder read(List<String> arguments) {
        List<String> plain = new ArrayList<>();
        Map<String, String> options = new HashMap<>();
        List<String> rest = new ArrayList<>(arguments);
        while (!rest.isEmpty()) {
            String word = rest.removeFirst();
            if (!word.startsWith("--")) {
                plain.add(word);
                continue;
            }
            if (!List.of("--name", "--project", "--out").contains(word)) {
                throw new Refusal("There is no option %s. %s".formatted(word, USAGE));
            }
            if (rest.isEmpty()) {
                throw new Refusal("Say what %s is. %s".formatted(word, USAGE));
            }
            options.put(word, rest.removeFirst());
        }
        String what = plain.isEmpty() ? "" : plain.getFirst();
        if (plain.size() != 2 || !List.of("import", "export").contains(what)) {
            throw new Refusal(USAGE);
        }
        return what.equals("import") ? in(plain.get(1), options) : out(plain.get(1), options);
    }

    private static In in(String folder, Map<String, String> options) {
        Path directory = Path.of(folder);
        if (options.containsKey("--out")) {
            throw new Refusal(USAGE);
        }
        if (!Files.isDirectory(directory)) {
            throw new Refusal(
                    "There is no folder %s: a model is a folder with config.json, tokenizer.json and safetensors."
                            .formatted(folder));
        }
        return new In(
                directory, Optional.ofNullable(options.get("--name")), Optional.ofNullable(options.get("--project")));
    }

    private static Out out(String name, Map<String, String> options) {
        if (!options.containsKey("--project") || !options.containsKey("--out") || options.containsKey("--name")) {
            throw new Refusal(USAGE);
        }
        Out order = new Out(name, options.get("--project"), Path.of(options.get("--out")));
        if (!order.isTar() && Files.exists(order.out())) {
            throw new Refusal(
                    "There is something at %s already: name a folder that is not there yet.".formatted(order.out()));
        }
        return order;
    }
}
