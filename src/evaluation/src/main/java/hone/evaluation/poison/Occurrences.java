package hone.evaluation.poison;

import java.util.ArrayList;
import java.util.List;

/** Where a run of words stands in a text, by the same words as the scan reads. */
public final class Occurrences {
    /** Characters of the text, the last one exclusive. */
    public record Stretch(int from, int to) {}

    private record Word(String word, int from, int to) {}

    private Occurrences() {}

    /**
     * In order, without overlaps.
     *
     * @param run as a {@link Finding} names it: words with a blank between two
     */
    public static List<Stretch> of(String run, String text) {
        String[] wanted = run.split(" ");
        List<Word> words = new ArrayList<>();
        Grams.words(text, Integer.MAX_VALUE, (word, from, to) -> words.add(new Word(word, from, to)));
        List<Stretch> found = new ArrayList<>();
        for (int at = 0; at + wanted.length <= words.size(); at++) {
            if (isAt(at, words, wanted)) {
                found.add(new Stretch(
                        words.get(at).from(), words.get(at + wanted.length - 1).to()));
                at += wanted.length - 1;
            }
        }
        return found;
    }

    private static boolean isAt(int at, List<Word> words, String[] wanted) {
        for (int i = 0; i < wanted.length; i++) {
            if (!words.get(at + i).word().equals(wanted[i])) {
                return false;
            }
        }
        return true;
    }
}
