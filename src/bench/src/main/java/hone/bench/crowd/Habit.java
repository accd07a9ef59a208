package hone.bench.crowd;

import hone.bench.labelers.Choice;
import hone.bench.labelers.Labeler;
import hone.bench.world.Dice;

/** How a simulated person compares. */
enum Habit {
    /** The hidden preference, reversed in 15 % of cases, as the demo's crew. */
    HONEST,
    /** Either answer, without looking. */
    CARELESS,
    /** What an honest person would not choose. */
    ADVERSARIAL,
    /** The answer that is shown first, whatever it is. */
    LAZY_LEFT;

    private static final Labeler LOOKS = new Labeler("simulated", 0.15, 0, 0);

    /** What came out of a comparison, as sides are drawn for each judgment. */
    enum Said {
        BETTER,
        WORSE,
        NEITHER
    }

    Said compare(Dice dice, StoryPair pair) {
        boolean betterIsLeft = dice.chance(0.5);
        return switch (this) {
            case HONEST -> look(dice, pair, betterIsLeft);
            case CARELESS -> dice.chance(0.5) ? Said.BETTER : Said.WORSE;
            case ADVERSARIAL ->
                switch (look(dice, pair, betterIsLeft)) {
                    case BETTER -> Said.WORSE;
                    case WORSE -> Said.BETTER;
                    case NEITHER -> Said.NEITHER;
                };
            case LAZY_LEFT -> betterIsLeft ? Said.BETTER : Said.WORSE;
        };
    }

    private static Said look(Dice dice, StoryPair pair, boolean betterIsLeft) {
        Choice choice = betterIsLeft
                ? LOOKS.compare(dice, pair.prompt(), pair.better(), pair.worse())
                : LOOKS.compare(dice, pair.prompt(), pair.worse(), pair.better());
        if (!choice.left() && !choice.right()) {
            return Said.NEITHER;
        }
        return choice.left() == betterIsLeft ? Said.BETTER : Said.WORSE;
    }
}
