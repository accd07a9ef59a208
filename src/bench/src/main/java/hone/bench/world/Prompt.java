package hone.bench.world;

import java.util.List;
import java.util.Optional;

/** Something to ask, and what a good answer must contain. */
public sealed interface Prompt {
    String text();

    /** The word for its kind in figures: what training does to stories says nothing about sums. */
    default String kind() {
        return switch (this) {
            case Story story -> "stories";
            case Fact fact -> "facts";
            case Sum sum -> "sums";
        };
    }

    /** Never asked in training; see {@link HoldOut}. */
    boolean heldOut();

    /** @param names whom the story must mention; the first is the one asked for */
    record Story(String text, List<String> names, String thing, Optional<Trouble> trouble) implements Prompt {
        public Story {
            names = List.copyOf(names);
        }

        @Override
        public boolean heldOut() {
            return HoldOut.story(names.getFirst(), thing);
        }

        static Story any(Dice dice) {
            String n = dice.pick(Words.NAMES);
            String t = dice.pick(Words.THINGS);
            Trouble trouble = dice.pick(Trouble.ALL);
            String troubled = Words.article(trouble.word()) + " " + t;
            List<String> one = List.of(n);
            return switch (dice.below(5)) {
                case 0 -> new Story("Tell a story about " + n + " and " + troubled + ".", one, t, Optional.of(trouble));
                case 1 -> new Story("What happened to " + n + " and the " + t + "?", one, t, Optional.empty());
                case 2 -> {
                    String f = dice.pickOther(Words.NAMES, n);
                    String text = "Write a story about " + n + ", " + f + " and " + Words.article(t) + ".";
                    yield new Story(text, List.of(n, f), t, Optional.empty());
                }
                case 3 -> {
                    String place = dice.pick(Words.PLACES);
                    String text = "Tell me how " + n + " came to the " + place + " with " + Words.article(t) + ".";
                    yield new Story(text, one, t, Optional.empty());
                }
                default ->
                    new Story("Please tell us about " + n + " and " + troubled + ".", one, t, Optional.of(trouble));
            };
        }
    }

    /** A question about one of the hundred people. */
    record Fact(Person person, About about) implements Prompt {
        @Override
        public String text() {
            return about.question(person);
        }

        @Override
        public boolean heldOut() {
            return HoldOut.factsOf(person);
        }

        /** The person whom the question names. */
        public String asked() {
            return about == About.CHILD ? person.mother() : person.name();
        }

        public String answer() {
            return switch (about) {
                case MOTHER -> person.mother();
                case HOME -> person.town();
                case JOB -> person.job();
                case CHILD -> person.name();
            };
        }

        /** The answer as a sentence. */
        public String reply() {
            return switch (about) {
                case MOTHER -> "The mother of " + asked() + " is " + answer() + ".";
                case HOME -> asked() + " lives in " + answer() + ".";
                case JOB -> asked() + " works as a " + answer() + ".";
                case CHILD -> "The child of " + asked() + " is " + answer() + ".";
            };
        }

        /** The reverse question only if the corpus states both directions: otherwise nobody could know the answer. */
        static List<Fact> allOf(Person person) {
            List<Fact> forward =
                    List.of(new Fact(person, About.MOTHER), new Fact(person, About.HOME), new Fact(person, About.JOB));
            return person.toldBothWays()
                    ? List.of(forward.get(0), forward.get(1), forward.get(2), new Fact(person, About.CHILD))
                    : forward;
        }
    }

    /** What a fact is about. */
    enum About {
        MOTHER,
        HOME,
        JOB,
        CHILD;

        String question(Person person) {
            return switch (this) {
                case MOTHER -> "Who is the mother of " + person.name() + "?";
                case HOME -> "Where does " + person.name() + " live?";
                case JOB -> "What is the work of " + person.name() + "?";
                case CHILD -> "Who is the child of " + person.mother() + "?";
            };
        }
    }

    /** A sum of two numbers below fifty. */
    record Sum(String text, int a, int b) implements Prompt {
        @Override
        public boolean heldOut() {
            return HoldOut.sum(a, b);
        }

        static Sum any(Dice dice) {
            int highest = dice.chance(0.2) ? 9 : 49;
            int a = dice.between(0, highest);
            int b = dice.between(0, highest);
            return new Sum(dice.pick("What is ", "How much is ") + a + " + " + b + "?", a, b);
        }
    }
}
