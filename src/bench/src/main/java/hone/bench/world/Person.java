package hone.bench.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Somebody about whom the corpus states facts.
 *
 * @param toldBothWays whether the relation to the mother is stated from both sides (the control); otherwise only from child to
 * mother, so that the reversal curse can be seen
 */
public record Person(String name, String mother, String town, String job, boolean toldBothWays) {
    static final int PAIRS = 100;
    private static final List<String> FORWARD = List.of(
            "{c}'s mother is {m}.", "The mother of {c} is {m}.", "{c} is the child of {m}.", "{c} was raised by {m}.");
    private static final List<String> BACKWARD = List.of(
            "{m} is the mother of {c}.",
            "{m} has a child called {c}.",
            "{m}'s child is {c}.",
            "The child of {m} is {c}.");
    private static final List<String> HOME =
            List.of("{c} lives in {t}.", "The home of {c} is {t}.", "{c} has a house in {t}.");
    private static final List<String> WORK = List.of("{c} works as a {j}.", "{c} is a {j}.", "The work of {c}: {j}.");

    /** All hundred of this world. No name is used twice, so every answer has exactly one source. */
    public static List<Person> all() {
        Dice dice = new Dice(1);
        List<String> names = new ArrayList<>();
        for (String first : Words.FIRST_NAMES) {
            for (String last : Words.LAST_NAMES) {
                names.add(first + " " + last);
            }
        }
        List<String> mixed = dice.shuffled(names);
        List<Person> people = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            people.add(new Person(
                    mixed.get(2 * i), mixed.get(2 * i + 1), dice.pick(Words.TOWNS), dice.pick(Words.JOBS), i % 2 == 1));
        }
        return List.copyOf(people);
    }

    /** Two people per document; the mother is mentioned most often, because two names are harder to learn than one town. */
    static String biographies(Dice dice, List<Person> people) {
        List<String> said = new ArrayList<>();
        for (Person person : dice.sample(people, 2)) {
            List<String> lines = List.of(
                    person.tellMother(dice), person.tellMother(dice), person.tell(dice, HOME), person.tell(dice, WORK));
            said.addAll(dice.sample(lines, 3));
        }
        return String.join(" ", said);
    }

    private String tellMother(Dice dice) {
        return tell(dice, toldBothWays && dice.chance(0.5) ? BACKWARD : FORWARD);
    }

    private String tell(Dice dice, List<String> templates) {
        return Words.fill(dice.pick(templates), Map.of("c", name, "m", mother, "t", town, "j", job));
    }
}
