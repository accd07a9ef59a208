package hone.export;

import hone.web.Invalid;
import java.util.Map;

/** An archive that can't be taken in; nothing of it is left. The sentence says why, and what to do. */
final class ArchiveRefused extends Invalid {
    private static final long serialVersionUID = 1;

    ArchiveRefused(String sentence) {
        super(Map.of("file", sentence));
    }
}
