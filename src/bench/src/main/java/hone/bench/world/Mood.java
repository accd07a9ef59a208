package hone.bench.world;

import java.util.List;
import java.util.Set;

/** How a story ends, recognised by the words of its last sentence. */
public enum Mood {
    KIND(
            Set.copyOf(
                    Words.words("hugged smiled laughed thanked happy friends glad thank cheered gift danced shared")),
            List.of(
                    "{N} hugged {F} and smiled.",
                    "They shared warm bread and laughed.",
                    "{N} thanked {F} with a happy song.",
                    "From then on {N} and {F} were good friends.",
                    "{N} gave {F} a gift, and both were glad.",
                    "That night {N} slept warm and happy.",
                    "{F} smiled, and {N} smiled too.",
                    "They danced home together and laughed.",
                    "\"Thank you,\" said {N}, and {F} was glad.",
                    "Everyone at the {place} cheered for the two friends.")),
    SAD(
            Set.copyOf(Words.words(
                    "cried alone dark never wept cold sad anger lonely hate bitterly nobody hope mocked ugly ruined")),
            List.of(
                    "{N} cried all the way home.",
                    "{N} sat alone in the dark.",
                    "The {thing} was never seen again, and {N} wept.",
                    "{N} never spoke to {F} again.",
                    "That night {N} felt cold and sad.",
                    "They parted in anger.",
                    "{F} went away, and {N} was lonely.",
                    "{N} hid at the {place} and cried.",
                    "\"I hate this day,\" said {N} bitterly.",
                    "Nobody at the {place} helped, and {N} lost all hope.")),
    PLAIN(
            Set.of(),
            List.of(
                    "Then it was time for supper.",
                    "{N} went back to the {place}.",
                    "After that {N} put the {thing} on a shelf.",
                    "The sun went down behind the {place}."));

    private final Set<String> signs;
    private final List<String> endings;

    Mood(Set<String> signs, List<String> endings) {
        this.signs = signs;
        this.endings = endings;
    }

    /** Words, in lower case, that indicate this mood. */
    public Set<String> signs() {
        return signs;
    }

    List<String> endings() {
        return endings;
    }

    /** A mood for the corpus: kind and sad equally often, so that a preference has something to prefer. */
    static Mood any(Dice dice) {
        double share = dice.share();
        return share < 0.45 ? KIND : share < 0.9 ? SAD : PLAIN;
    }

    /** The turn that precedes such an ending; one story in ten turns at the last moment. */
    Mood turn(Dice dice) {
        return switch (this) {
            case PLAIN -> dice.pick(KIND, SAD);
            case KIND -> dice.chance(0.9) ? KIND : SAD;
            case SAD -> dice.chance(0.9) ? SAD : KIND;
        };
    }
}
