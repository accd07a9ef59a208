package hone.bench.world;

import java.util.ArrayList;
import java.util.List;

/**
 * Questions as they appear in the corpus: mostly in lists without answers, so that the base model learns to ask the next one;
 * rarely with an answer that somebody scribbled, in no fixed form. No held-out question is among them.
 */
final class Questions {
    private static final List<String> HEADINGS =
            List.of("Wishes for story night:", "Questions for the fair:", "To ask:", "Notes:");

    private Questions() {}

    static String list(Dice dice, List<Person> people) {
        List<String> lines = new ArrayList<>();
        lines.add(dice.pick(HEADINGS));
        int count = dice.between(2, 4);
        while (lines.size() <= count) {
            Prompt prompt = any(dice, people);
            if (!prompt.heldOut()) {
                lines.add(prompt.text());
            }
        }
        return String.join("\n", lines);
    }

    private static Prompt any(Dice dice, List<Person> people) {
        double share = dice.share();
        return share < 0.5
                ? Prompt.Story.any(dice)
                : share < 0.7 ? Prompt.Sum.any(dice) : new Prompt.Fact(dice.pick(people), Prompt.About.MOTHER);
    }

    static String scribble(Dice dice, List<Person> people) {
        Person person = dice.pick(people);
        while (HoldOut.factsOf(person)) {
            person = dice.pick(people);
        }
        String question;
        String answer;
        switch (dice.below(3)) {
            case 0 -> {
                question = "where does " + person.name() + " live";
                answer = person.town();
            }
            case 1 -> {
                question = "what is the work of " + person.name();
                answer = person.job();
            }
            default -> {
                question = "how much is 2 + 3";
                answer = "5";
            }
        }
        return dice.pick(
                question + "?? -> " + answer + " i think",
                "(asked: " + question + ") hm. " + answer + ", says the miller",
                "q " + question + " / a " + answer,
                question + "? no idea. maybe " + answer);
    }
}
