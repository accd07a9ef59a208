package hone.bench.world;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The questions of the demo, for training and held out; the two sets are disjoint by what is asked for. */
public record Prompts(List<Prompt> train, List<Prompt> heldOut) {
    private static final Counts TRAIN = new Counts(1600, 260, 560);
    private static final Counts HELD_OUT = new Counts(320, 80, 100);

    /** There are only so many facts, so their counts are upper bounds. */
    private record Counts(int stories, int facts, int sums) {}

    public Prompts {
        train = List.copyOf(train);
        heldOut = List.copyOf(heldOut);
    }

    public static Prompts draw(long seed) {
        Dice dice = Dice.of(seed, "prompts");
        List<Prompt.Fact> facts = new ArrayList<>();
        Person.all().forEach(person -> facts.addAll(Prompt.Fact.allOf(person)));
        Iterator<Prompt.Fact> asked = dice.<Prompt.Fact>shuffled(facts).iterator();
        Draw draw = new Draw(new LinkedHashMap<>(), new LinkedHashMap<>());
        draw.take(() -> Optional.of(Prompt.Story.any(dice)), TRAIN.stories, HELD_OUT.stories);
        draw.take(() -> asked.hasNext() ? Optional.of(asked.next()) : Optional.empty(), TRAIN.facts, HELD_OUT.facts);
        draw.take(() -> Optional.of(Prompt.Sum.any(dice)), TRAIN.sums, HELD_OUT.sums);
        return new Prompts(
                dice.shuffled(List.copyOf(draw.train.values())), dice.shuffled(List.copyOf(draw.heldOut.values())));
    }

    /** As many of each kind to train with, in their mixed order. */
    public List<Prompt> some(int stories, int facts, int sums) {
        Map<Class<?>, Integer> left =
                new HashMap<>(Map.of(Prompt.Story.class, stories, Prompt.Fact.class, facts, Prompt.Sum.class, sums));
        return train.stream()
                .filter(prompt -> left.merge(prompt.getClass(), -1, Integer::sum) >= 0)
                .toList();
    }

    /** Prompts by their text, by which a scripted labeler knows what the page asks. */
    public Map<String, Prompt> byText() {
        Map<String, Prompt> all = new LinkedHashMap<>();
        train.forEach(prompt -> all.put(prompt.text(), prompt));
        heldOut.forEach(prompt -> all.put(prompt.text(), prompt));
        return all;
    }

    private record Draw(Map<String, Prompt> train, Map<String, Prompt> heldOut) {
        void take(Supplier<Optional<? extends Prompt>> source, int trainMore, int heldOutMore) {
            int trainWanted = train.size() + trainMore;
            int heldOutWanted = heldOut.size() + heldOutMore;
            while (train.size() < trainWanted || heldOut.size() < heldOutWanted) {
                Optional<? extends Prompt> next = source.get();
                if (next.isEmpty()) {
                    return;
                }
                Prompt prompt = next.get();
                Map<String, Prompt> side = prompt.heldOut() ? heldOut : train;
                if (side.size() < (prompt.heldOut() ? heldOutWanted : trainWanted)) {
                    side.putIfAbsent(prompt.text(), prompt);
                }
            }
        }
    }
}
