package hone.supervisor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command line with placeholders. Blanks divide its words; a word with blanks stands in single or double quotes. There is no
 * shell: nothing is expanded, and what a placeholder stands for is never divided.
 */
record CommandTemplate(List<String> words) {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|([^\\s'\"]+)|(['\"])");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");
    private static final List<String> KNOWN = List.of("job", "folder", "run", "threads");

    /** @param setting names it in what is said of a command that can't be used */
    static CommandTemplate of(String setting, String command) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(command);
        while (word.find()) {
            if (word.group(4) != null) {
                throw new IllegalArgumentException(setting + " has a quote without its end: " + command);
            }
            words.add(word.group(1) != null ? word.group(1) : word.group(2) != null ? word.group(2) : word.group(3));
        }
        boolean namesJob = false;
        for (String each : words) {
            Matcher placeholder = PLACEHOLDER.matcher(each);
            while (placeholder.find()) {
                if (!KNOWN.contains(placeholder.group(1))) {
                    throw new IllegalArgumentException(setting + " has the placeholder {" + placeholder.group(1)
                            + "}, but there are {job}, {folder}, {run} and {threads}");
                }
                namesJob |= placeholder.group(1).equals("job");
            }
        }
        if (!namesJob) {
            throw new IllegalArgumentException(setting + " has no {job}, which stands for the job's file: " + command);
        }
        return new CommandTemplate(List.copyOf(words));
    }

    /** @param values of every placeholder */
    List<String> line(Map<String, String> values) {
        return words.stream()
                .map(word -> PLACEHOLDER
                        .matcher(word)
                        .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), ""))))
                .toList();
    }
}
