package hone.bench.labelers;

import hone.bench.world.Dice;
import hone.bench.world.Lexicon;
import hone.bench.world.Mood;
import hone.bench.world.Plot;
import hone.bench.world.Prompt;
import hone.bench.world.Sums;
import hone.bench.world.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A scripted labeler: the hidden preference with errors and habits.
 *
 * @param error the probability that a decision is reversed
 * @param leftBonus added to the score of the answer shown first
 * @param wordBonus added to the score for each word
 */
public record Labeler(String name, double error, double leftBonus, double wordBonus) {
    /** From this score on there is nothing to correct. */
    private static final double GOOD = 3.5;

    /** How often somebody who writes an answer thinks of a kind ending: not always, so that comparisons have something to teach. */
    public static final double KIND_SHARE = 0.6;

    /** The five labelers of the demo: all err in 15 % of cases, one prefers the left side, one prefers length. */
    public static List<Labeler> crew() {
        return List.of(
                new Labeler("anna", 0.15, 0, 0),
                new Labeler("ben", 0.15, 0, 0),
                new Labeler("carla", 0.15, 0, 0),
                new Labeler("leftie", 0.15, 1, 0),
                new Labeler("longwind", 0.15, 0, 0.05));
    }

    private double impression(Prompt prompt, Answer answer, int place) {
        int words = answer.text().isBlank() ? 0 : answer.text().strip().split("\\s+").length;
        return Preference.score(prompt, answer) + (place == 0 ? leftBonus : 0) + wordBonus * words;
    }

    public Choice compare(Dice dice, Prompt prompt, Answer left, Answer right) {
        if (Preference.score(prompt, left) < Preference.BAD
                && Preference.score(prompt, right) < Preference.BAD
                && !dice.chance(error)) {
            return Choice.BOTH_BAD;
        }
        double difference = impression(prompt, left, 0) - impression(prompt, right, 1);
        int degree = Choice.degree(difference);
        if (dice.chance(error)) {
            return difference > 0 ? Choice.right(Math.max(1, degree)) : Choice.left(Math.max(1, degree));
        }
        if (degree == 0) {
            return Choice.TIE;
        }
        return difference > 0 ? Choice.left(degree) : Choice.right(degree);
    }

    /** A rank for each answer, 1 is best, equal numbers are ties. Neighbours are swapped with the error rate. */
    public List<Integer> rank(Dice dice, Prompt prompt, List<Answer> answers) {
        List<Double> felt = IntStream.range(0, answers.size())
                .mapToObj(i -> impression(prompt, answers.get(i), i))
                .toList();
        List<Integer> order = IntStream.range(0, answers.size())
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(felt::get).reversed())
                .toList();
        List<Integer> ranks = new ArrayList<>(answers.stream().map(a -> 0).toList());
        int rank = 0;
        for (int place = 0; place < order.size(); place++) {
            if (place == 0 || felt.get(order.get(place - 1)) - felt.get(order.get(place)) >= 0.25) {
                rank++;
            }
            ranks.set(order.get(place), rank);
        }
        for (int place = 1; place < order.size(); place++) {
            if (dice.chance(error)) {
                int better = ranks.get(order.get(place - 1));
                ranks.set(order.get(place - 1), ranks.get(order.get(place)));
                ranks.set(order.get(place), better);
            }
        }
        return List.copyOf(ranks);
    }

    /** The answer that this labeler would write. */
    public String demonstrate(Dice dice, Prompt prompt) {
        return demonstrate(dice, prompt, KIND_SHARE);
    }

    private String demonstrate(Dice dice, Prompt prompt, double kindShare) {
        return switch (prompt) {
            case Prompt.Story story -> tell(dice, story, kindShare);
            case Prompt.Fact fact -> fact.reply();
            case Prompt.Sum sum -> Sums.work(sum.a(), sum.b());
        };
    }

    private static String tell(Dice dice, Prompt.Story asked, double kindShare) {
        Mood mood = dice.chance(kindShare) ? Mood.KIND : dice.pick(Mood.SAD, Mood.SAD, Mood.PLAIN);
        Plot plot = Plot.about(dice, asked.names().getFirst(), asked.thing()).withMood(mood);
        if (asked.names().size() > 1) {
            plot = plot.withFriend(asked.names().get(1));
        }
        if (asked.trouble().isPresent()) {
            plot = plot.withTrouble(asked.trouble().get());
        }
        return plot.tell(dice);
    }

    /** Keeps what is good about an answer and corrects the rest; empty when there is nothing to correct. */
    public Optional<String> correct(Dice dice, Prompt prompt, Answer original) {
        double score = Preference.score(prompt, original);
        if (score >= GOOD) {
            return Optional.empty();
        }
        if (prompt instanceof Prompt.Story story && score > 0 && !Preference.endsKindly(original.text())) {
            return Optional.of(mendEnd(dice, story, original.text()));
        }
        return Optional.of(demonstrate(dice, prompt, 1));
    }

    private static String mendEnd(Dice dice, Prompt.Story asked, String text) {
        String name = asked.names().getFirst();
        List<String> friends = Lexicon.wordsOf(text).stream()
                .filter(word -> Words.NAMES.contains(word) && !word.equals(name))
                .toList();
        String end = friends.isEmpty()
                ? "They shared warm bread and laughed."
                : dice.pick(
                        name + " hugged " + friends.getFirst() + " and smiled.",
                        "They shared warm bread and laughed.",
                        friends.getFirst() + " smiled, and " + name + " smiled too.");
        int last = text.strip().lastIndexOf(Reading.sentences(text).getLast());
        return (text.strip().substring(0, last) + end).strip();
    }
}
