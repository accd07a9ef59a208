package hone;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds what the SQL in a Java file reads and writes: by the words before a name, in every literal, also in parts of a statement. */
final class SqlInSource {
    /** Comments first, so that a quotation mark in one begins nothing. */
    private static final Pattern TOKEN = Pattern.compile(
            "//[^\\n]*|/\\*.*?\\*/|\"\"\"(.*?)\"\"\"|\"((?:[^\"\\\\\\n]|\\\\.)*)\"|'(?:[^'\\\\]|\\\\.)+'",
            Pattern.DOTALL);

    /** Sentences for people, in which "from" begins no list of tables. */
    private static final Pattern SENTENCE = Pattern.compile("@Message\\([^@]*?\\)\\s*\\n", Pattern.DOTALL);

    private static final String NAME = "([A-Za-z_]+)";
    private static final Pattern WRITTEN = Pattern.compile(
            "\\b(?:insert\\s+into|delete\\s+from|truncate(?:\\s+table)?|lock\\s+table|merge\\s+into)\\s+" + NAME
                    + "|\\bupdate\\s+(?:only\\s+)?" + NAME + "\\b(?=\\s+(?:as\\s+)?(?:\\w+\\s+)?set\\b)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern READ = Pattern.compile(
            "\\b(?:from|join|using)\\s+(?:only\\s+|lateral\\s+)?" + NAME
                    + "\\b(?=((?:\\s+(?:as\\s+)?\\w+)?(?:\\s*,\\s*\\w+(?:\\s+\\w+)?)*))",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern LISTED = Pattern.compile(",\\s*" + NAME);
    /** Rows that are copied: the table stands by itself, in front of its columns. */
    private static final Pattern COPIED = Pattern.compile("\\.copy\\(\\s*\"" + NAME + "\"");

    private static final Pattern CALLED = Pattern.compile("\\b([a-z]+(?:_[a-z]+)+)\\s*\\(");

    private SqlInSource() {}

    /** How a name is used. */
    enum Use {
        READS,
        WRITES,
        CALLS
    }

    record Found(Use use, String name) {}

    static List<Found> in(String source) {
        List<Found> found = new ArrayList<>();
        COPIED.matcher(source).results().forEach(copy -> found.add(new Found(Use.WRITES, name(copy.group(1)))));
        for (String literal : literals(SENTENCE.matcher(source).replaceAll(""))) {
            written(literal, found);
            read(literal, found);
            CALLED.matcher(literal).results().forEach(call -> found.add(new Found(Use.CALLS, call.group(1))));
        }
        return found;
    }

    private static void written(String literal, List<Found> found) {
        Matcher names = WRITTEN.matcher(literal);
        while (names.find()) {
            found.add(new Found(Use.WRITES, name(names.group(1) == null ? names.group(2) : names.group(1))));
        }
    }

    private static void read(String literal, List<Found> found) {
        Matcher names = READ.matcher(literal);
        while (names.find()) {
            found.add(new Found(Use.READS, name(names.group(1))));
            LISTED.matcher(names.group(2))
                    .results()
                    .forEach(more -> found.add(new Found(Use.READS, name(more.group(1)))));
        }
    }

    private static List<String> literals(String source) {
        return TOKEN.matcher(source)
                .results()
                .map(token -> token.group(1) == null ? token.group(2) : token.group(1))
                .filter(literal -> literal != null && !literal.isEmpty())
                .toList();
    }

    /** Names of entities keep their first letter: so {@code from Member} is one and {@code FROM member} a table. */
    private static String name(String typed) {
        return Character.isUpperCase(typed.charAt(0))
                        && !typed.toUpperCase(Locale.ROOT).equals(typed)
                ? typed
                : typed.toLowerCase(Locale.ROOT);
    }
}
