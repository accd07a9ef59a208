package hone.devstack.launch;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What {@code export} is asked for on the command line.
 *
 * @param query as the app reads it
 * @param out empty: standard output
 */
record ExportOrder(String project, Map<String, String> query, Optional<Path> out) {
    private static final String USAGE =
            "Say which project to export: ./hone export --project KEY [--format F] [--container C] [--dataset N | --all [--models all|current|none]] [--names] [--out FILE].";
    /** Options with a value → the name that the app has for it. */
    private static final Map<String, String> VALUES =
            Map.of("--format", "format", "--container", "container", "--dataset", "dataset", "--models", "models");
    /** Options without one. */
    private static final Map<String, String> SWITCHES = Map.of("--names", "names", "--all", "all");

    /** @throws Refusal when it can't be understood */
    static ExportOrder read(List<String> arguments) {
        Map<String, String> query = new LinkedHashMap<>();
        Optional<String> project = Optional.empty();
        Optional<Path> out = Optional.empty();
        for (int i = 0; i < arguments.size(); i++) {
            String option = arguments.get(i);
            if (SWITCHES.containsKey(option)) {
                query.put(SWITCHES.get(option), "on");
                continue;
            }
            if (!VALUES.containsKey(option) && !List.of("--project", "--out").contains(option)) {
                throw new Refusal("There is no option %s. %s".formatted(option, USAGE));
            }
            i++;
            if (i == arguments.size()) {
                throw new Refusal("Say what %s is. %s".formatted(option, USAGE));
            }
            String value = arguments.get(i);
            switch (option) {
                case "--project" -> project = Optional.of(value);
                case "--out" -> out = Optional.of(Path.of(value));
                default -> query.put(VALUES.get(option), value);
            }
        }
        if (query.containsKey("all") && query.containsKey("dataset")) {
            throw new Refusal("A whole project holds its datasets: leave out --all or --dataset.");
        }
        if (query.containsKey("models") && !query.containsKey("all")) {
            throw new Refusal("Files of models are part of a whole project: add --all, or leave out --models.");
        }
        return new ExportOrder(project.orElseThrow(() -> new Refusal(USAGE)), query, out);
    }

    String path() {
        return "/api/projects/%s/export?%s"
                .formatted(
                        encoded(project),
                        query.entrySet().stream()
                                .map(one -> one.getKey() + "=" + encoded(one.getValue()))
                                .collect(Collectors.joining("&")));
    }

    String reportPath(String id) {
        return "/api/projects/%s/export/%s".formatted(encoded(project), encoded(id));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
