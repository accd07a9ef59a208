package hone.bench.world;

import java.util.List;
import java.util.Locale;

/** What happens to the thing in a story: how it is told, and how it ends kindly or sadly. */
public enum Trouble {
    LOST(
            List.of(
                    "{time}, the {thing} was gone.",
                    "But the {thing} got lost near the {place2}.",
                    "Then the wind took the {thing} away.",
                    "{time}, {N} could not find the {thing} anywhere.",
                    "But {N} forgot the {thing} at the {place2}."),
            List.of("{F} found the {thing} {spot}.", "They searched together and saw the {thing} {spot}."),
            List.of("{F} had sold the {thing} to a stranger.", "They searched all day and found nothing.")),
    BROKEN(
            List.of(
                    "But the {thing} broke in two.",
                    "{time}, the {thing} fell down and broke.",
                    "Then the {thing} had a deep crack.",
                    "{time}, a goat stepped on the {thing} and it broke."),
            List.of("{F} mended the {thing} with strong thread.", "Together they glued the {thing} piece by piece."),
            List.of("{F} threw the {thing} into the fire.", "The {thing} could not be mended.")),
    STUCK(
            List.of(
                    "But the {thing} got stuck high above the {place2}.",
                    "{time}, the {thing} was stuck behind the {place2}.",
                    "Then the {thing} was stuck and {he} could not reach it.",
                    "But the {thing} got stuck in a thorn bush."),
            List.of("{F} climbed up and pulled the {thing} free.", "Together they pulled until the {thing} was free."),
            List.of("{F} pulled too hard and tore the {thing}.", "The {thing} fell into the {place2} and was ruined.")),
    MUDDY(
            List.of(
                    "But the {thing} fell into the mud.",
                    "{time}, a wagon splashed mud on the {thing}.",
                    "Then the {thing} was muddy and wet.",
                    "{time}, a dog dragged the {thing} through the mud."),
            List.of("{F} washed the {thing} with warm water.", "Together they cleaned the {thing} at the {place2}."),
            List.of("{F} only pointed and mocked {N}.", "The mud never came off the {thing}.")),
    NEW(
            List.of(
                    "Everyone at the {place2} wanted to see the {thing}.",
                    "{time}, {F} asked to try the {thing}.",
                    "{N} did not know yet how to use the {thing}.",
                    "But {N} was afraid to show the {thing} to {F}."),
            List.of("{F} showed {N} how it is done.", "{N} let {F} use the {thing} first."),
            List.of("{F} grabbed the {thing} and ran off.", "{F} said that the {thing} was ugly."));

    static final List<Trouble> ALL = List.of(values());

    private final List<String> beginnings;
    private final List<String> kindTurns;
    private final List<String> sadTurns;

    Trouble(List<String> beginnings, List<String> kindTurns, List<String> sadTurns) {
        this.beginnings = beginnings;
        this.kindTurns = kindTurns;
        this.sadTurns = sadTurns;
    }

    /** As in "a lost kite". */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    List<String> beginnings() {
        return beginnings;
    }

    List<String> turns(Mood mood) {
        return switch (mood) {
            case KIND -> kindTurns;
            case SAD -> sadTurns;
            case PLAIN ->
                throw new IllegalArgumentException("nothing turns plain; a plain end follows a kind or a sad turn");
        };
    }
}
