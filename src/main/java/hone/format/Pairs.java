package hone.format;

import hone.contract.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Two answers of which one is better. */
final class Pairs {
    private Pairs() {}

    /** With the facts that files of pairs have: margin, weight, group, scores. */
    static Item decided(RowFields row, List<Message> prompt, String chosen, String rejected, Origin origin) {
        return decided(row, prompt, Response.of(chosen), Response.of(rejected), origin);
    }

    static Item decided(RowFields row, List<Message> prompt, Response chosen, Response rejected, Origin origin) {
        if (chosen.text().equals(rejected.text())) {
            throw new RefusedRow("Both answers are the same text.", "“chosen” and “rejected” don’t differ.");
        }
        Facts facts = facts(row);
        List<Decision> decisions = new ArrayList<>();
        OptionalDouble better = score(row, "chosen");
        OptionalDouble worse = score(row, "rejected");
        OptionalDouble margin = row.number("margin");
        decisions.add(new Decision.Preferred(0, 1, margin, facts));
        better.ifPresent(score -> decisions.add(rated(0, score, facts)));
        worse.ifPresent(score -> decisions.add(rated(1, score, facts)));
        return new Item.Conversation(prompt, List.of(chosen, rejected), decisions, origin, Map.of());
    }

    private static OptionalDouble score(RowFields row, String side) {
        return row.firstOf("score_" + side, side + "_score", side + "-rating", side + "_rating")
                .map(row::number)
                .orElse(OptionalDouble.empty());
    }

    private static Decision rated(int response, double score, Facts facts) {
        return new Decision.Rated(response, Map.of("score", score), Map.of(), facts);
    }

    static Facts facts(RowFields row) {
        Optional<String> group = row.fact("group");
        return Facts.NONE.withId(group).withWeight(weight(row));
    }

    static OptionalDouble weight(RowFields row) {
        OptionalDouble weight = row.number("weight");
        if (weight.isPresent() && (weight.getAsDouble() < 0 || weight.getAsDouble() > 1)) {
            throw new RefusedRow("The field “weight” is no number from 0 to 1.", "It is " + weight.getAsDouble() + ".");
        }
        return weight;
    }
}
