package hone.bench.world;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The text that the base model is trained on. No document contains a blank line, so blank lines can separate them. */
public final class Corpus {
    public static final long SEED = 1;
    public static final int DOCUMENTS = 60_000;

    private Corpus() {}

    /** This many documents, in order; the first ones do not depend on how many are requested. */
    public static Stream<String> documents(long seed, int count) {
        Dice dice = new Dice(seed);
        List<Person> people = Person.all();
        return IntStream.range(0, count).mapToObj(i -> document(dice, people));
    }

    /** Shares are of documents; question lists and scribbles are rare, so that the base model does not learn to answer. */
    private static String document(Dice dice, List<Person> people) {
        double share = dice.share();
        if (share < 0.54) {
            Plot plot = Plot.any(dice);
            return dice.chance(0.7) ? plot.tellWithTitle(dice) : plot.tell(dice);
        }
        if (share < 0.62) {
            return Gathering.tell(dice);
        }
        if (share < 0.81) {
            return Person.biographies(dice, people);
        }
        if (share < 0.95) {
            return Sums.sheet(dice);
        }
        return share < 0.99 ? Questions.list(dice, people) : Questions.scribble(dice, people);
    }

    public static void write(Path file, long seed, int count) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (String document : (Iterable<String>) documents(seed, count)::iterator) {
                out.write(document);
                out.write("\n\n");
            }
        }
    }
}
