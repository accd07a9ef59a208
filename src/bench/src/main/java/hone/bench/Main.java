package hone.bench;

import hone.bench.world.Corpus;
import java.io.IOException;
import java.nio.file.Path;

/** The command line of demo and benches: {@code corpus OUT}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length == 2 && arguments[0].equals("corpus")) {
            Corpus.write(Path.of(arguments[1]), Corpus.SEED, Corpus.DOCUMENTS);
            return;
        }
        System.err.println("Usage: corpus OUT");
        System.exit(2);
    }
}
