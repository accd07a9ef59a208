package hone.work;

import java.util.Set;

/** What a page may say quietly about the step before it. Only these come back out of an address. */
public final class Notices {
    private static final Set<String> KNOWN = Set.of("stored", "already", "undone", "taken-back", "skipped", "asked");

    private Notices() {}

    public static boolean known(String notice) {
        return KNOWN.contains(notice);
    }
}
