package hone.project;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** The name of a project in addresses: lower case Latin letters and digits, single hyphens between them. */
public final class Slug {
    static final int LENGTH_MAX = 60;
    private static final Pattern SHAPE = Pattern.compile("[a-z0-9](-?[a-z0-9])*");

    private Slug() {}

    static boolean isOne(String text) {
        return text.length() <= LENGTH_MAX && SHAPE.matcher(text).matches();
    }

    /** From a name, with diacritics dropped; empty when the name has no Latin letter and no digit. */
    public static String of(String name) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}+", "")
                .toLowerCase(Locale.ROOT)
                .replace("ß", "ss")
                .replaceAll("[^a-z0-9]+", "-");
        return trimmed(
                trimmed(plain).substring(0, Math.min(LENGTH_MAX, trimmed(plain).length())));
    }

    private static String trimmed(String text) {
        return text.replaceAll("^-+|-+$", "");
    }
}
