package hone.bench.world;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every word that the world knows, in lower case: an answer with any other word contains a misspelling. */
public final class Lexicon {
    private static final Pattern LETTERS = Pattern.compile("[A-Za-z]+");
    private static final Set<String> KNOWN = read();

    private Lexicon() {}

    public static boolean knows(String word) {
        return KNOWN.contains(word.toLowerCase(Locale.ROOT));
    }

    /** The words of a text, unchanged. */
    public static List<String> wordsOf(String text) {
        return LETTERS.matcher(text).results().map(found -> found.group()).toList();
    }

    /** Three thousand documents contain every template; the lists contain every name and thing. */
    private static Set<String> read() {
        Dice dice = new Dice(3);
        Stream<String> texts = Stream.of(
                        Corpus.documents(3, 3000),
                        Stream.of(
                                        Words.NAMES,
                                        Words.THINGS,
                                        Words.FIRST_NAMES,
                                        Words.LAST_NAMES,
                                        Words.TOWNS,
                                        Words.JOBS)
                                .flatMap(List::stream),
                        Stream.concat(Words.PLACES.stream(), Words.LOOKS.stream()),
                        Trouble.ALL.stream().map(Trouble::word),
                        Person.all().stream()
                                .flatMap(p -> Prompt.Fact.allOf(p).stream())
                                .map(Prompt.Fact::text),
                        Stream.generate(() -> Prompt.Story.any(dice).text()).limit(500))
                .flatMap(some -> some);
        return texts.flatMap(text -> wordsOf(text.toLowerCase(Locale.ROOT)).stream())
                .collect(Collectors.toCollection(HashSet::new));
    }
}
