package hone.devstack.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code import FILE… --project KEY} with what else can be said of the files.
 *
 * @param choices parameters of the address, name and value
 */
record ImportCommand(List<Path> files, String project, List<Map.Entry<String, String>> choices) {
    private static final String USAGE = """
            Say what to import and where to: ./hone import FILE… --project KEY
              --format NAME             read it as this format (the app recognises most)
              --map FIELD=USE           what a field is, as in --map question=prompt; several times
              --keep-unknown            keep fields that nothing reads as metadata
              --skip-near-duplicates    leave out prompts that say nearly the same as another
              --ask-again               ask people about what somebody has decided already
              --dry-run                 count only""";

    static ImportCommand of(List<String> arguments) {
        List<Path> files = new ArrayList<>();
        List<Map.Entry<String, String>> choices = new ArrayList<>();
        String project = "";
        List<String> rest = new ArrayList<>(arguments);
        while (!rest.isEmpty()) {
            String word = rest.removeFirst();
            switch (word) {
                case "--project" -> project = value(rest);
                case "--format" -> choices.add(Map.entry("format", value(rest)));
                case "--map" -> choices.add(Map.entry("map", value(rest)));
                case "--keep-unknown", "--skip-near-duplicates", "--ask-again", "--dry-run" ->
                    choices.add(Map.entry(word.substring(2), "true"));
                default -> {
                    if (word.startsWith("--")) {
                        throw new Refusal("There is no option %s. %s".formatted(word, USAGE));
                    }
                    files.add(Path.of(word));
                }
            }
        }
        if (files.isEmpty() || project.isEmpty()) {
            throw new Refusal(USAGE);
        }
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new Refusal("There is no file %s: check the path.".formatted(file));
            }
        }
        return new ImportCommand(List.copyOf(files), project, List.copyOf(choices));
    }

    private static String value(List<String> rest) {
        if (rest.isEmpty()) {
            throw new Refusal(USAGE);
        }
        return rest.removeFirst();
    }

    /** As they follow other parameters of an address. */
    String parameters() {
        return choices.stream()
                .map(choice -> "&" + choice.getKey() + "=" + HoneApi.encoded(choice.getValue()))
                .collect(Collectors.joining());
    }
}
