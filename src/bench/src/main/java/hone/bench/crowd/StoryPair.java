package hone.bench.crowd;

import hone.bench.labelers.Answer;
import hone.bench.labelers.Choice;
import hone.bench.labelers.Preference;
import hone.bench.labelers.Reading;
import hone.bench.world.Dice;
import hone.bench.world.Mood;
import hone.bench.world.Plot;
import hone.bench.world.Prompt;
import hone.bench.world.Words;
import java.util.ArrayList;
import java.util.List;

/**
 * A question for a story and two answers, of which the hidden preference sees one as better. The stories are an opening and an ending:
 * a bench trains dozens of models, and what is between decides nothing.
 */
record StoryPair(Prompt prompt, Answer better, Answer worse) {
    /** Of answers that keep to what was asked about. */
    private static final double ON_TOPIC = 0.75;

    /** As many as asked for, of the stories among these prompts, which may come up again with other answers. */
    static List<StoryPair> draw(Dice dice, List<Prompt> prompts, int count) {
        List<Prompt.Story> stories = prompts.stream()
                .filter(Prompt.Story.class::isInstance)
                .map(Prompt.Story.class::cast)
                .toList();
        List<StoryPair> pairs = new ArrayList<>();
        while (pairs.size() < count) {
            Prompt.Story asked = dice.pick(stories);
            Answer one = tell(dice, asked, dice.pick(Mood.KIND, Mood.PLAIN, Mood.SAD));
            Answer two = tell(dice, asked, dice.pick(Mood.KIND, Mood.PLAIN, Mood.SAD));
            double difference = Preference.score(asked, one) - Preference.score(asked, two);
            if (Choice.differs(difference)) {
                pairs.add(difference > 0 ? new StoryPair(asked, one, two) : new StoryPair(asked, two, one));
            }
        }
        return pairs;
    }

    /** Both about what was asked; one ends kindly, the other sadly. */
    static StoryPair kindOrSad(Dice dice, Prompt.Story asked) {
        return new StoryPair(
                asked, ends(dice, asked, asked.thing(), Mood.KIND), ends(dice, asked, asked.thing(), Mood.SAD));
    }

    /** The same pair under another question. */
    StoryPair asked(Prompt other) {
        return new StoryPair(other, better, worse);
    }

    private static Answer tell(Dice dice, Prompt.Story asked, Mood mood) {
        String thing = dice.chance(ON_TOPIC) ? asked.thing() : dice.pickOther(Words.THINGS, asked.thing());
        return ends(dice, asked, thing, mood);
    }

    private static Answer ends(Dice dice, Prompt.Story asked, String thing, Mood mood) {
        String whole =
                Plot.about(dice, asked.names().getFirst(), thing).withMood(mood).tell(dice);
        List<String> sentences = Reading.sentences(whole);
        return Answer.whole(sentences.getFirst() + " " + sentences.getLast());
    }
}
