package hone.quarantine;

import hone.evaluation.poison.Finding;
import java.util.Optional;

/**
 * Why a judgment is held back. What a reviewer released once is not held back for the same reason again: that its author contradicts
 * everybody, or that certain words are in it, of which a later scan may find a longer or a shorter run.
 *
 * @param words of a finding about words; empty there if they were deleted on request
 */
record Reason(Finding.Kind kind, Optional<String> words) {
    boolean isSameAs(Reason other) {
        if (isAboutWords() != other.isAboutWords()) {
            return false;
        }
        return !isAboutWords() || words.isEmpty() || other.words.isEmpty() || overlap(words.get(), other.words.get());
    }

    private boolean isAboutWords() {
        return switch (kind) {
            case WORDS_WITH_FLIPS, WORDS_OF_ONE -> true;
            case FLIPS, BURST, INFLUENCE -> false;
        };
    }

    /** Blanks around both, so that a word is not found in a longer one. */
    private static boolean overlap(String one, String other) {
        String first = " " + one + " ";
        String second = " " + other + " ";
        return first.contains(second) || second.contains(first);
    }
}
