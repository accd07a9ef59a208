package hone.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What a trainer learns from the decisions about a conversation: pairs and demonstrations. */
final class Learned {
    /** Of a ranking's steps, as Hone's own datasets count them. */
    private static final double STEPS = 3;

    static final String NO_PAIR = "An item without a decision between two answers is not in the file.";
    static final String NO_DEMONSTRATION = "An item without a written or corrected answer is not in the file.";

    private Learned() {}

    /**
     * One answer that is better than another.
     *
     * @param weight of a ranking's pairs, its weight shared among them
     */
    record Pair(String chosen, String rejected, OptionalDouble margin, Facts facts) {}

    /** An answer to be given. */
    record Demonstration(String text, Facts facts) {}

    static List<Pair> pairs(Item.Conversation conversation, Losses losses) {
        List<Pair> pairs = new ArrayList<>();
        for (Decision decision : conversation.decisions()) {
            switch (decision) {
                case Decision.Preferred d ->
                    pairs.add(new Pair(
                            text(conversation, d.chosen()), text(conversation, d.rejected()), d.margin(), d.facts()));
                case Decision.Ranked d -> {
                    pairs.addAll(pairs(conversation, d));
                    losses.add("A ranking became pairs; answers in one place are in no pair with one another.");
                }
                case Decision.Corrected d -> {
                    pairs.add(new Pair(d.text(), text(conversation, d.original()), OptionalDouble.empty(), d.facts()));
                    losses.add("A correction became a pair of the corrected answer and its original.");
                }
                case Decision.Tied d -> losses.add("A tie has no better answer and is not in the file.");
                case Decision.BothBad d -> losses.add("“Both are bad” has no better answer and is not in the file.");
                case Decision.Rated d -> losses.add("A rating of one answer is not in the file.");
                case Decision.Labelled d -> losses.add("A label of one answer is not in the file.");
                case Decision.Written d -> losses.add("A demonstration is not in the file.");
            }
        }
        return pairs;
    }

    private static List<Pair> pairs(Item.Conversation conversation, Decision.Ranked ranked) {
        int count = 0;
        for (int better = 0; better < ranked.places().size(); better++) {
            for (int worse = better + 1; worse < ranked.places().size(); worse++) {
                count += ranked.places().get(better).size()
                        * ranked.places().get(worse).size();
            }
        }
        Facts facts = ranked.facts()
                .withWeight(OptionalDouble.of(ranked.facts().weight().orElse(1) / Math.max(1, count)));
        List<Pair> pairs = new ArrayList<>();
        for (int better = 0; better < ranked.places().size(); better++) {
            for (int worse = better + 1; worse < ranked.places().size(); worse++) {
                OptionalDouble margin = OptionalDouble.of(Math.min(1, (worse - better) / STEPS));
                for (int chosen : ranked.places().get(better)) {
                    for (int rejected : ranked.places().get(worse)) {
                        pairs.add(new Pair(text(conversation, chosen), text(conversation, rejected), margin, facts));
                    }
                }
            }
        }
        return pairs;
    }

    static List<Demonstration> demonstrations(Item.Conversation conversation, Losses losses) {
        List<Demonstration> demonstrations = new ArrayList<>();
        for (Decision decision : conversation.decisions()) {
            switch (decision) {
                case Decision.Written d -> demonstrations.add(new Demonstration(d.text(), d.facts()));
                case Decision.Corrected d -> {
                    demonstrations.add(new Demonstration(d.text(), d.facts()));
                    losses.add("Of a correction only the corrected answer is in the file.");
                }
                case Decision.Preferred d -> losses.add("A comparison is not in the file.");
                case Decision.Tied d -> losses.add("A comparison is not in the file.");
                case Decision.BothBad d -> losses.add("A comparison is not in the file.");
                case Decision.Ranked d -> losses.add("A ranking is not in the file.");
                case Decision.Rated d -> losses.add("A rating of one answer is not in the file.");
                case Decision.Labelled d -> losses.add("A label of one answer is not in the file.");
            }
        }
        return demonstrations;
    }

    static String text(Item.Conversation conversation, int response) {
        return conversation.responses().get(response).text();
    }

    /** The conversation, which is all that such a format holds. */
    static Optional<Item.Conversation> conversation(Item item, Losses losses) {
        return switch (item) {
            case Item.Conversation conversation -> Optional.of(conversation);
            case Item.PlainText text -> {
                losses.add(Losses.TEXT);
                yield Optional.empty();
            }
        };
    }
}
