package hone.bench.world;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a story is about. When told, it has an opening, a trouble, a middle, a turn and an ending; the mood shows from the turn
 * on.
 */
public record Plot(String name, String friend, String thing, Trouble trouble, Mood mood) {
    private static final List<String> OPENINGS = List.of(
            "{N} had {alook} {thing}.",
            "{N} lived near the {place} and owned {alook} {thing}.",
            "{time}, {N} went to the {place} with {alook} {thing}.",
            "{elder} gave {N} {alook} {thing}.",
            "There was {alook} {thing} that {N} liked very much.",
            "{N} found {alook} {thing} at the {place}.",
            "{N} carried {alook} {thing} through the {place}.",
            "Every day {N} played with {alook} {thing} by the {place}.");
    private static final List<String> MIDDLES = List.of(
            "{N} asked {F} for help.",
            "{F} came along the road.",
            "{N} looked around the {place2} for a long time.",
            "It began to rain.",
            "{N} and {F} walked to the {place2}.",
            "The road was long and {N} was tired.",
            "{F} said, \"I know what to do.\"",
            "{F} said, \"That is not easy.\"",
            "{N} waited at the {place2} until evening.",
            "A dog barked near the {place2}.",
            "{N} told {F} about the {thing}.",
            "\"What now?\" asked {N}.",
            "{F} thought about the {thing} for a while.");
    private static final List<String> ARRIVALS =
            List.of("{N} asked {F} for help.", "{F} came along the road.", "{N} told {F} about the {thing}.");

    public Plot {
        if (name.equals(friend)) {
            throw new IllegalArgumentException(name + " can't be friends with " + friend);
        }
    }

    public static Plot any(Dice dice) {
        return about(dice, dice.pick(Words.NAMES), dice.pick(Words.THINGS));
    }

    public static Plot about(Dice dice, String name, String thing) {
        return new Plot(name, dice.pickOther(Words.NAMES, name), thing, dice.pick(Trouble.ALL), Mood.any(dice));
    }

    public Plot withFriend(String other) {
        return new Plot(name, other, thing, trouble, mood);
    }

    public Plot withTrouble(Trouble other) {
        return new Plot(name, friend, thing, other, mood);
    }

    public Plot withMood(Mood other) {
        return new Plot(name, friend, thing, trouble, other);
    }

    public String tell(Dice dice) {
        List<String> middle = new ArrayList<>(dice.sample(MIDDLES, dice.pick(1, 1, 2)));
        if (middle.stream().noneMatch(line -> line.contains("{F}"))) {
            middle.set(0, dice.pick(ARRIVALS)); // the friend must have come in before the turn
        }
        List<String> parts = new ArrayList<>();
        parts.add(dice.pick(OPENINGS));
        parts.add(dice.pick(trouble.beginnings()));
        parts.addAll(middle);
        parts.add(dice.pick(trouble.turns(mood.turn(dice))));
        parts.add(dice.pick(mood.endings()));
        return Words.fill(String.join(" ", parts), words(dice));
    }

    /** The story with a title in front, from which a small model learns to keep to what was announced. */
    String tellWithTitle(Dice dice) {
        String title = switch (dice.below(4)) {
            case 0 -> name + " and the " + trouble.word() + " " + thing;
            case 1 -> "The " + trouble.word() + " " + thing + " of " + name;
            case 2 -> name + ", " + friend + " and a " + thing;
            default -> "About " + name + " and a " + trouble.word() + " " + thing;
        };
        return title + ". " + tell(dice);
    }

    private Map<String, String> words(Dice dice) {
        String place = dice.pick(Words.PLACES);
        Map<String, String> words = new HashMap<>();
        words.put("N", name);
        words.put("F", friend);
        words.put("thing", thing);
        words.put("alook", Words.article(dice.pick(Words.LOOKS)));
        words.put("place", place);
        words.put("place2", dice.pickOther(Words.PLACES, place));
        words.put("time", dice.pick(Words.TIMES));
        words.put("elder", dice.pick(Words.ELDERS));
        words.put("spot", dice.pick(Words.SPOTS));
        words.put("he", Words.GIRLS.contains(name) ? "she" : "he");
        return words;
    }
}
