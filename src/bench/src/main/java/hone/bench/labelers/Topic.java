package hone.bench.labelers;

import hone.bench.world.Lexicon;
import hone.bench.world.Prompt;
import java.util.HashSet;

/** Whether a text is about what was asked, right or not: anybody sees that at a glance. */
public final class Topic {
    private Topic() {}

    public static boolean isKept(Prompt prompt, String answer) {
        return switch (prompt) {
            case Prompt.Story story -> {
                var words = new HashSet<>(Lexicon.wordsOf(answer));
                yield words.containsAll(story.names()) && words.contains(story.thing());
            }
            case Prompt.Fact fact -> answer.contains(fact.asked());
            case Prompt.Sum sum -> answer.strip().startsWith(sum.a() + " + " + sum.b());
        };
    }
}
