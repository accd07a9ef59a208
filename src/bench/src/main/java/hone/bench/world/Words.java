package hone.bench.world;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The words of the world: who is in its stories, with what and where. */
public final class Words {
    public static final List<String> GIRLS = words("Mira Ada Lena Nora Ines Ruth Tilda Zoe Hana Olga Petra Vera");
    public static final List<String> BOYS = words("Tomas Emil Hugo Jonas Karl Otto Felix Anton Bruno Ivo Milo Pavel");
    public static final List<String> NAMES =
            Stream.concat(GIRLS.stream(), BOYS.stream()).toList();
    public static final List<String> THINGS = words(
            "kite lantern drum boat ladder basket bell scarf clock key book cart hat flute map ball coat blanket ring"
                    + " whistle mirror wheel letter cup broom saddle kettle doll bucket flag");
    public static final List<String> LOOKS =
            words("red blue green old small wooden yellow silver striped heavy little shiny");
    public static final List<String> PLACES = words(
            "mill harbor market river garden school forest bridge hill barn beach bakery station well orchard tower"
                    + " meadow village stable lake");
    static final List<String> TIMES = List.of(
            "One windy morning",
            "On a quiet evening",
            "After the rain",
            "Late in autumn",
            "Before breakfast",
            "One summer day",
            "On the first day of spring",
            "One night",
            "At noon",
            "On market day",
            "In the middle of winter",
            "The next day");
    static final List<String> ELDERS =
            List.of("Grandmother", "Grandfather", "The baker", "The teacher", "A sailor", "The old miller");
    static final List<String> SPOTS = List.of(
            "under a bench",
            "behind the door",
            "in the tall grass",
            "between two stones",
            "in a hollow tree",
            "on the roof",
            "beside the path",
            "in the hay");

    static final List<String> FIRST_NAMES = words(
            "Ansel Berta Corin Delia Edgar Fenna Gisli Hedda Ilse Joris Katla Lorenz Maren Nadim Orla Piet Quinn Rosa"
                    + " Stellan Thea Ulf Viggo Willa Xenia Yorick Zelda");
    static final List<String> LAST_NAMES = words(
            "Abel Brock Crane Dorn Ekberg Frost Grimm Holt Iversen Juhl Kron Lund Moss North Oakes Prior Quist Rand"
                    + " Storm Thorn");
    static final List<String> TOWNS =
            words("Dunmore Eastwick Farrow Glenby Highmoor Karst Lowfield Marlow Norby Stonely");
    static final List<String> JOBS = words("baker weaver smith fisher miller potter tailor doctor gardener carpenter");

    private static final Pattern BLANK = Pattern.compile("\\{(\\w+)\\}");

    private Words() {}

    static List<String> words(String text) {
        return List.of(text.split(" "));
    }

    /** The word with its article: a kite, an old kite. */
    static String article(String word) {
        return ("aeiou".indexOf(word.charAt(0)) >= 0 ? "an " : "a ") + word;
    }

    /** Fills each {@code {word}} of a template; a word without a value is a mistake in the template. */
    static String fill(String template, Map<String, String> words) {
        return BLANK.matcher(template).replaceAll(found -> {
            String word = words.get(found.group(1));
            if (word == null) {
                throw new IllegalStateException("no word for " + found.group() + " in: " + template);
            }
            return Matcher.quoteReplacement(word);
        });
    }
}
