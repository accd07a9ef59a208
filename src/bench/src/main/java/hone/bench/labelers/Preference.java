package hone.bench.labelers;

import hone.bench.world.Lexicon;
import hone.bench.world.Mood;
import hone.bench.world.Prompt;
import hone.bench.world.Words;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The hidden preference, without noise: for an answer to the question that ends kindly and stays coherent. Scores go from about
 * −8 (hopeless) to 4 (all one could wish for). Only scripted labelers and the demo's evaluation know it.
 */
public final class Preference {
    /** Below this an answer is bad; if both are, the choice is both bad. */
    static final double BAD = 0;

    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final Set<String> NAMES = Set.copyOf(Words.NAMES);
    private static final Set<String> THINGS = Set.copyOf(Words.THINGS);

    private Preference() {}

    public static double score(Prompt prompt, Answer answer) {
        String text = answer.text().strip();
        List<String> sentences = Reading.sentences(text);
        List<String> words = Lexicon.wordsOf(text);
        double score =
                -Math.min(2, words.stream().filter(word -> !Lexicon.knows(word)).count());
        if (Reading.saysSomethingTwice(sentences)) {
            score -= 1.5;
        }
        if (!answer.ended() || !Reading.endsProperly(text)) {
            score -= 2;
        }
        return score
                + switch (prompt) {
                    case Prompt.Story story -> story(story, text, sentences, new HashSet<>(words));
                    case Prompt.Fact fact -> shortness(sentences) + fact(fact, text);
                    case Prompt.Sum sum -> shortness(sentences) + sum(sum, text);
                };
    }

    private static double story(Prompt.Story asked, String text, List<String> sentences, Set<String> words) {
        double score = switch (Reading.mood(text)) {
            case KIND -> 2;
            case PLAIN -> 0;
            case SAD -> -2;
        };
        if (words.containsAll(asked.names())) {
            score += 1;
        }
        if (words.contains(asked.thing())) {
            score += 1;
        }
        long people = words.stream().filter(NAMES::contains).count();
        long otherThings = words.stream()
                .filter(THINGS::contains)
                .filter(t -> !t.equals(asked.thing()))
                .count();
        score -= Math.clamp(people - 2, 0, 2); // the one asked for and one friend
        score -= Math.min(2, otherThings); // a story stays with its thing
        return sentences.size() < 4 ? score - 1 : score; // opening, trouble, turn, end
    }

    /** A short question should get a short answer. */
    private static double shortness(List<String> sentences) {
        return sentences.size() > 2 ? -0.5 : 0;
    }

    private static double fact(Prompt.Fact asked, String text) {
        return (text.contains(asked.answer()) ? 3 : -1) + (text.contains(asked.asked()) ? 1 : 0);
    }

    private static double sum(Prompt.Sum asked, String text) {
        boolean right = NUMBER.matcher(text)
                .results()
                .map(MatchResult::group)
                .reduce((first, last) -> last)
                .filter(last -> last.equals(Integer.toString(asked.a() + asked.b())))
                .isPresent();
        return (right ? 3 : -1) + (text.startsWith(asked.a() + " + " + asked.b()) ? 1 : 0);
    }

    static boolean endsKindly(String text) {
        return Reading.mood(text) == Mood.KIND;
    }
}
