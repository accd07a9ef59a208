package hone.arrivals;

import java.util.regex.Pattern;

/** A model's name as the name of its folder or tar proposes it: what may stand in an address. */
final class SourceName {
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    /** A folder of the hub's cache is called by a commit; its model, by the folder two above. */
    private static final Pattern CACHED = Pattern.compile("(?:.*/)?models--([^/]+)/snapshots/[^/]+/?");

    private SourceName() {}

    static String of(String source) {
        var cached = CACHED.matcher(source);
        String whole = cached.matches() ? cached.group(1).replaceFirst(".*--", "") : source;
        String last = whole.replaceFirst("/+\\z", "").replaceFirst("(?s).*/", "");
        String plain = last.replaceFirst("(?i)\\.(tar|tar\\.gz|tgz)\\z", "")
                .replaceAll("[^A-Za-z0-9._-]+", "-")
                .replaceFirst("\\A[^A-Za-z0-9]+", "");
        String name = plain.length() > 100 ? plain.substring(0, 100) : plain;
        return name.isEmpty() ? "model" : name;
    }
}
