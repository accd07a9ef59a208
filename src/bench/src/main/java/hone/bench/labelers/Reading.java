package hone.bench.labelers;

import hone.bench.world.Lexicon;
import hone.bench.world.Mood;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A text as a reader takes it in: sentences, words, and the mood of its ending. */
public final class Reading {
    /** Not before a small letter: "What now?" asked Mira is one sentence. */
    private static final Pattern BETWEEN_SENTENCES = Pattern.compile("(?<=[.!?])\"?\\s++(?![a-z])");

    private static final Pattern PROPER_END = Pattern.compile("[.!?]\"?$");

    private Reading() {}

    public static List<String> sentences(String text) {
        return Stream.of(BETWEEN_SENTENCES.split(text.strip()))
                .map(String::strip)
                .filter(sentence -> !sentence.isEmpty())
                .toList();
    }

    /** By the words of the last sentence, since a reader remembers the ending; if both moods occur, sadness wins. */
    public static Mood mood(String text) {
        List<String> said = sentences(text);
        if (said.isEmpty()) {
            return Mood.PLAIN;
        }
        Set<String> words = new HashSet<>(Lexicon.wordsOf(said.getLast().toLowerCase(Locale.ROOT)));
        return sounds(words, Mood.SAD) ? Mood.SAD : sounds(words, Mood.KIND) ? Mood.KIND : Mood.PLAIN;
    }

    private static boolean sounds(Set<String> words, Mood mood) {
        return words.stream().anyMatch(mood.signs()::contains);
    }

    static boolean saysSomethingTwice(List<String> sentences) {
        return new HashSet<>(sentences).size() < sentences.size();
    }

    static boolean endsProperly(String text) {
        return PROPER_END.matcher(text.strip()).find();
    }
}
