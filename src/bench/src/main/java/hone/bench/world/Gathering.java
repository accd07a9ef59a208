package hone.bench.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Who had what: short texts, dense in names that are repeated, so that a small model learns early to copy a name. */
final class Gathering {
    private static final List<String> DEEDS = List.of(
            "{giver} gave the {thing} to {taker}.",
            "{giver} showed the {thing} to {taker}.",
            "{giver} hid the {thing} from {taker}.");
    private static final List<String> ENDS = List.of(
            "{a}, {b} and {c} went home.",
            "Then {a} waved, and {b} and {c} waved too.",
            "Only {c} stayed; {a} and {b} left.");

    private Gathering() {}

    static String tell(Dice dice) {
        List<String> people = dice.sample(Words.NAMES, 3);
        List<String> things = dice.sample(Words.THINGS, 3);
        Map<String, String> words = Map.of(
                "a",
                people.get(0),
                "b",
                people.get(1),
                "c",
                people.get(2),
                "x",
                Words.article(things.get(0)),
                "y",
                Words.article(things.get(1)),
                "z",
                Words.article(things.get(2)),
                "place",
                dice.pick(Words.PLACES));
        List<String> lines = new ArrayList<>();
        lines.add(Words.fill("At the {place} were {a}, {b} and {c}.", words));
        lines.add(Words.fill("{a} had {x}, {b} had {y} and {c} had {z}.", words));
        List<Map<String, String>> deeds = new ArrayList<>();
        for (int giver = 0; giver < 3; giver++) {
            for (int taker = 0; taker < 3; taker++) {
                if (giver != taker) {
                    deeds.add(
                            Map.of("giver", people.get(giver), "thing", things.get(giver), "taker", people.get(taker)));
                }
            }
        }
        for (Map<String, String> deed : dice.sample(deeds, 2)) {
            lines.add(Words.fill(dice.pick(DEEDS), deed));
        }
        lines.add(Words.fill(dice.pick(ENDS), words));
        return String.join(" ", lines);
    }
}
