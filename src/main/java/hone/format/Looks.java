package hone.format;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a text looks like at its beginning.
 *
 * @param delimiter between the cells of a table
 */
record Looks(Container container, char delimiter) {
    private static final Pattern REASON = Pattern.compile("# line [0-9]+: [^\\n\\r]*[\\n\\r]+");
    private static final Pattern COLUMN =
            Pattern.compile("[\\p{L}_]([\\p{L}\\p{N}_ .:/()\\[\\]-]{0,58}[\\p{L}\\p{N}_)\\]])?");
    private static final char[] DELIMITERS = {',', '\t', ';'};
    private static final int RECORDS_COMPARED = 10;

    /** A first line of one such word alone is the head of a table with one column. */
    private static final List<String> ONE_COLUMN = List.of("prompt", "text", "instruction", "question", "messages");

    private Looks(Container container) {
        this(container, ',');
    }

    static Looks at(byte[] start, String name) throws UnreadableFile {
        String lower = name.toLowerCase(Locale.ROOT).replaceAll("\\.gz$", "");
        String text = REASON.matcher(new String(start, StandardCharsets.UTF_8))
                .replaceAll("")
                .stripLeading();
        if (text.indexOf('\0') >= 0) {
            throw new UnreadableFile("it is no text: a zero byte stands in it");
        }
        if (text.startsWith("[") && !lower.endsWith(".txt")) {
            return new Looks(Container.JSON_ARRAY);
        }
        if (text.startsWith("{")) {
            return new Looks(Container.JSON_LINES);
        }
        if (lower.endsWith(".txt") || lower.endsWith(".md")) {
            return new Looks(Container.TEXT);
        }
        boolean named = lower.endsWith(".csv") || lower.endsWith(".tsv");
        for (char delimiter : DELIMITERS) {
            if (isTable(text, delimiter, named)) {
                return new Looks(Container.CSV, delimiter);
            }
        }
        if (named) {
            return new Looks(Container.CSV, lower.endsWith(".tsv") ? '\t' : ',');
        }
        if (ONE_COLUMN.contains(firstLine(text))) {
            return new Looks(Container.CSV);
        }
        return new Looks(lower.endsWith(".json") || lower.endsWith(".jsonl") ? Container.JSON_LINES : Container.TEXT);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("").strip().replace("\"", "");
    }

    /** Names in the first line, and as many cells in each line as there are names. */
    private static boolean isTable(String text, char delimiter, boolean named) {
        List<List<String>> records = records(text, delimiter);
        if (records.isEmpty()) {
            return false;
        }
        List<String> names = records.getFirst();
        if (names.size() < 2
                || new HashSet<>(names).size() < names.size()
                || !names.stream()
                        .allMatch(name ->
                                name.isBlank() || COLUMN.matcher(name.strip()).matches())) {
            return false;
        }
        return named || (records.size() > 1 && records.stream().allMatch(record -> record.size() == names.size()));
    }

    /** The first whole records; roughly, since this is only a look. */
    private static List<List<String>> records(String text, char delimiter) {
        List<List<String>> records = new ArrayList<>();
        List<String> record = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length() && records.size() < RECORDS_COMPARED; i++) {
            char sign = text.charAt(i);
            if (quoted) {
                if (sign != '"') {
                    cell.append(sign);
                } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    cell.append('"');
                    i++;
                } else {
                    quoted = false;
                }
            } else if (sign == '"' && cell.isEmpty()) {
                quoted = true;
            } else if (sign == delimiter) {
                record.add(cell.toString());
                cell.setLength(0);
            } else if (sign == '\n' || sign == '\r') {
                record.add(cell.toString());
                cell.setLength(0);
                if (record.size() > 1 || !record.getFirst().isEmpty()) {
                    records.add(record);
                }
                record = new ArrayList<>();
            } else {
                cell.append(sign);
            }
        }
        if (records.size() < RECORDS_COMPARED && !record.isEmpty() && !quoted && text.length() < (1 << 15)) {
            record.add(cell.toString());
            records.add(record);
        }
        return records;
    }
}
