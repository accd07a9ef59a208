package hone.trainer.golden;

import hone.contract.Wire;
import hone.trainer.tensor.Torch;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code golden}: compares this trainer with the reference numbers in a directory and prints one line per check with its largest
 * relative error. It knows nothing of how Python's libraries store such numbers; the directory holds inputs and outputs.
 */
public final class GoldenReport {
    private final PrintStream out;
    private final boolean asJson;

    private GoldenReport(PrintStream out, boolean asJson) {
        this.out = out;
        this.asJson = asJson;
    }

    /** Prints a line for every check; returns whether none of them failed. */
    public static boolean print(Golden golden, boolean asJson, PrintStream out) {
        Torch.start(1);
        GoldenReport report = new GoldenReport(out, asJson);
        List<Golden.Check> checks = golden.checks();
        int passed = 0;
        int skipped = 0;
        for (Golden.Check check : checks) {
            Outcome outcome = RunChecks.run(check);
            report.line(check, outcome);
            skipped += outcome instanceof Outcome.Skipped ? 1 : 0;
            passed += ok(outcome) ? 1 : 0;
        }
        int failed = checks.size() - passed - skipped;
        if (!asJson) {
            out.printf(Locale.ROOT, "%d passed, %d failed, %d skipped%n", passed, failed, skipped);
        }
        return failed == 0;
    }

    static boolean ok(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Compared compared -> compared.ok();
            case Outcome.Refused refused -> true;
            case Outcome.Failed failed -> false;
            case Outcome.Skipped skipped -> false;
        };
    }

    private void line(Golden.Check check, Outcome outcome) {
        if (asJson) {
            out.println(Wire.write(json(check, outcome)));
            return;
        }
        String said = switch (outcome) {
            case Outcome.Compared compared ->
                String.format(
                        Locale.ROOT,
                        "%-7s error %.1e, tolerance %.0e",
                        compared.ok() ? "ok" : "FAILED",
                        compared.error(),
                        compared.tolerance());
            case Outcome.Refused refused -> "ok      refused: " + refused.sentence();
            case Outcome.Failed failed -> "FAILED  " + failed.why();
            case Outcome.Skipped skipped -> "skipped " + skipped.why();
        };
        out.printf("%-40s %s%n", check.name(), said);
    }

    private static Map<String, Object> json(Golden.Check check, Outcome outcome) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("check", check.name());
        switch (outcome) {
            case Outcome.Compared compared -> {
                line.put("ok", compared.ok());
                if (Double.isFinite(compared.error())) {
                    line.put("error", compared.error());
                } else {
                    line.put("failed", "something is not a number, or of another shape or text than expected");
                }
                line.put("tolerance", compared.tolerance());
            }
            case Outcome.Refused refused -> {
                line.put("ok", true);
                line.put("error", 0.0);
                line.put("tolerance", check.tolerance());
            }
            case Outcome.Failed failed -> {
                line.put("ok", false);
                line.put("failed", failed.why());
            }
            case Outcome.Skipped skipped -> line.put("skipped", skipped.why());
        }
        return line;
    }
}
