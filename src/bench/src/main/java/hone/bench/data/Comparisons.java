package hone.bench.data;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * A file of prompts with two answers of 1 KB each, the same for the same seed. Words come as often as in a language: the most
 * frequent in nearly every answer, the rarest in one of thousands; and each prompt holds a number that no other has.
 */
record Comparisons(int rows, long seed) {
    private static final int WORDS = 20_000;
    private static final int ANSWER_BYTES = 1_000;
    private static final String[] SYLLABLES = {
        "ka", "lo", "mi", "ra", "te", "nu", "si", "vo", "be", "da", "fe", "go", "hi", "ju", "pe", "wa", "zo", "cha",
        "ri", "sto"
    };

    void write(Path file) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        byte[][] words = words();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            for (int row = 0; row < rows; row++) {
                out.write("{\"prompt\": \"Question ".getBytes(StandardCharsets.UTF_8));
                out.write(unique(row).getBytes(StandardCharsets.UTF_8));
                text(out, random, words, 120);
                out.write("?\", \"answers\": [\"First".getBytes(StandardCharsets.UTF_8));
                text(out, random, words, ANSWER_BYTES);
                out.write("\", \"Second".getBytes(StandardCharsets.UTF_8));
                text(out, random, words, ANSWER_BYTES);
                out.write("\"]}\n".getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    /** A word that one prompt alone holds. */
    static String unique(int row) {
        return "no" + row;
    }

    /** A word that nearly every answer holds, and one of the rare ones. */
    static String common() {
        return word(0);
    }

    static String rare() {
        return word(WORDS - 1);
    }

    private static void text(OutputStream out, SplittableRandom random, byte[][] words, int bytes) throws IOException {
        int written = 0;
        while (written < bytes) {
            byte[] word = words[zipf(random)];
            out.write(' ');
            out.write(word);
            written += word.length + 1;
        }
    }

    /** About one over the rank: the logarithm of the rank is even. */
    private static int zipf(SplittableRandom random) {
        return (int) Math.exp(random.nextDouble() * Math.log(WORDS + 1)) - 1;
    }

    private static byte[][] words() {
        byte[][] words = new byte[WORDS][];
        for (int i = 0; i < WORDS; i++) {
            words[i] = word(i).getBytes(StandardCharsets.UTF_8);
        }
        return words;
    }

    private static String word(int number) {
        StringBuilder word = new StringBuilder();
        for (int rest = number + SYLLABLES.length; rest > 0; rest /= SYLLABLES.length) {
            word.append(SYLLABLES[rest % SYLLABLES.length]);
        }
        return word.toString();
    }
}
