package hone.devstack.launch;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The app's response to an import: lines of progress, then the report.
 *
 * @param report JSON, as the app wrote it
 * @param fault why the command fails although the app responded; empty when all is well
 */
record ImportAnswer(String report, Optional<String> fault) {

    private static final Duration BETWEEN = Duration.ofSeconds(5);
    private static final Pattern REASON = Pattern.compile("\"reasons\":\\[\\{\"reason\":\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern ENDED = Pattern.compile("\"ended\":\"((?:[^\"\\\\]|\\\\.)+)\"");

    /**
     * Follows the response to its end.
     *
     * @param terminal whether a person is watching: one line that changes, instead of a line now and then
     * @throws Refusal when it breaks off
     */
    static ImportAnswer follow(Stream<String> lines, PrintStream progress, boolean terminal) {
        Progress said = new Progress(progress, terminal);
        String last = lines.peek(said::line).reduce("", (before, line) -> line);
        said.end();
        if (!last.contains("\"promptsNew\":") || last.contains("\"reading\":")) {
            throw new Refusal(
                    "The app broke off before the file was read: look into its log (./hone logs app), then run "
                            + "the same command again. What is already there is not duplicated.");
        }
        return new ImportAnswer(last, fault(last));
    }

    private static Optional<String> fault(String report) {
        Optional<String> ended = text(ENDED, report);
        if (ended.isPresent()) {
            return ended;
        }
        boolean something = Stream.of("promptsNew", "promptsOld", "documentsNew", "documentsOld")
                .anyMatch(name -> number(report, name) > 0);
        if (something) {
            return Optional.empty();
        }
        return Optional.of(text(REASON, report)
                .map(reason -> "Nothing was imported: all %d lines were refused, most of them for this: %s"
                        .formatted(number(report, "refused"), reason))
                .orElse("Nothing was imported: the file holds no line with something in it."));
    }

    private static long number(String json, String name) {
        Matcher found = Pattern.compile("\"" + name + "\":([0-9]+)").matcher(json);
        return found.find() ? Long.parseLong(found.group(1)) : 0;
    }

    private static Optional<String> text(Pattern pattern, String json) {
        Matcher found = pattern.matcher(json);
        return found.find()
                ? Optional.of(found.group(1).replace("\\\"", "\"").replace("\\\\", "\\"))
                : Optional.empty();
    }

    private static final class Progress {
        private final PrintStream out;
        private final boolean terminal;
        private Instant said = Instant.EPOCH;

        Progress(PrintStream out, boolean terminal) {
            this.out = out;
            this.terminal = terminal;
        }

        void line(String json) {
            boolean due = terminal || Instant.now().isAfter(said.plus(BETWEEN));
            if (!json.contains("\"reading\":") || !due) {
                return;
            }
            said = Instant.now();
            out.printf(
                    terminal ? "\r%s " : "%s%n",
                    "%d lines read (%d %%), %s are new, %d lines were refused"
                            .formatted(
                                    number(json, "linesRead"),
                                    number(json, "percent"),
                                    brought(json),
                                    number(json, "refused")));
            out.flush();
        }

        private static String brought(String json) {
            long prompts = number(json, "promptsNew");
            long documents = number(json, "documentsNew");
            if (documents == 0) {
                return prompts + " prompts";
            }
            return (prompts == 0 ? "" : prompts + " prompts and ") + documents + " documents";
        }

        void end() {
            if (terminal && said.isAfter(Instant.EPOCH)) {
                out.println();
            }
        }
    }
}
