package hone.devstack.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the app says about an export, for a terminal: what is in the file and what is not. */
record ExportAnswer(String report) {
    private static final Pattern LEFT_OUT = Pattern.compile("\"leftOut\":\\{([^}]*)}");
    private static final Pattern LOSS = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\":([0-9]+)");
    private static final Pattern NEVER = Pattern.compile("\"neverHeld\":\\[((?:\"(?:[^\"\\\\]|\\\\.)*\",?)*)]");
    private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

    boolean whole() {
        return report.contains("\"state\":\"sent\"");
    }

    /** Of the bytes as they were sent. */
    boolean hasHash(String sha256) {
        return report.contains("\"sha256\":\"" + sha256 + "\"");
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("%d judgments in %d rows, %d bytes".formatted(number("judgments"), number("rows"), number("bytes")));
        if (number("hidden") > 0) {
            lines.add("%d judgments of tasks that may still come to you were left out".formatted(number("hidden")));
        }
        Matcher leftOut = LEFT_OUT.matcher(report);
        if (leftOut.find()) {
            LOSS.matcher(leftOut.group(1))
                    .results()
                    .forEach(loss -> lines.add("left out, %s times: %s".formatted(loss.group(2), plain(loss))));
        }
        Matcher never = NEVER.matcher(report);
        if (never.find()) {
            TEXT.matcher(never.group(1))
                    .results()
                    .forEach(sentence -> lines.add("never in this format: " + plain(sentence)));
        }
        return lines;
    }

    private static String plain(MatchResult found) {
        return found.group(1).replace("\\\"", "\"").replace("\\\\", "\\");
    }

    private long number(String name) {
        Matcher found = Pattern.compile("\"" + name + "\":([0-9]+)").matcher(report);
        return found.find() ? Long.parseLong(found.group(1)) : 0;
    }
}
