package hone.imports;

import java.util.regex.Pattern;

/** Zero characters in JSON, which PostgreSQL's does not hold. A backslash that is itself escaped before “u0000” is none. */
final class ZeroCharacters {
    private static final Pattern ESCAPED = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000");

    private ZeroCharacters() {}

    static boolean areIn(String json) {
        return ESCAPED.matcher(json).find();
    }

    static String replacedIn(String json) {
        return ESCAPED.matcher(json).replaceAll("$1\uFFFD");
    }
}
