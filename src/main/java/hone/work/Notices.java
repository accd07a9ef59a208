package hone.work;

import java.util.Set;

/** What a page may briefly say about the previous step. Only these are accepted from an address. */
public final class Notices {
    private static final Set<String> KNOWN = Set.of("stored", "already", "undone", "taken-back", "skipped", "asked");

    private Notices() {}

    public static boolean known(String notice) {
        return KNOWN.contains(notice);
    }
}
