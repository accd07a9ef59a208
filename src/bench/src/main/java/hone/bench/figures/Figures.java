package hone.bench.figures;

import hone.contract.Wire;
import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints figures as they are measured. Progress goes to standard error, so that standard output stays clean. */
public final class Figures {
    private final PrintStream out;
    private final boolean json;

    private Figures(PrintStream out, boolean json) {
        this.out = out;
        this.json = json;
    }

    /** JSON lines if {@code --json} is among the arguments, otherwise a table. */
    public static Figures forArguments(Iterable<String> arguments) {
        for (String argument : arguments) {
            if (argument.equals("--json")) {
                return new Figures(System.out, true);
            }
        }
        return new Figures(System.out, false);
    }

    public void print(Figure figure) {
        out.println(json ? Wire.write(figure) : row(figure));
        out.flush();
    }

    /** Progress messages, with ids and hashes. */
    public static void log(String format, @Nullable Object... values) {
        System.err.println(String.format(Locale.ROOT, format, values));
    }

    private static String row(Figure figure) {
        String head = "%-8s %-14s %-32s".formatted(figure.bench(), figure.caseName(), figure.metric());
        if (figure.failed().isPresent()) {
            return head + "not taken: " + figure.failed().get();
        }
        StringBuilder row = new StringBuilder(head);
        row.append(String.format(
                Locale.ROOT,
                "%10.4g %s",
                figure.value().orElse(Double.NaN),
                figure.unit().orElse("")));
        figure.n().ifPresent(n -> row.append(", n ").append(n));
        figure.windows()
                .min()
                .ifPresent(min -> row.append(String.format(
                        Locale.ROOT,
                        ", windows %.4g to %.4g",
                        min,
                        figure.windows().max().orElse(Double.NaN))));
        figure.interval()
                .low()
                .ifPresent(low -> row.append(String.format(
                        Locale.ROOT,
                        ", 95 %% [%.3f, %.3f]",
                        low,
                        figure.interval().high().orElse(Double.NaN))));
        return row.toString();
    }
}
