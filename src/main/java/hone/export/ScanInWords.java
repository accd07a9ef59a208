package hone.export;

import hone.contract.PreferenceScan;
import hone.dataset.ScanFinding;
import hone.evaluation.poison.Finding;
import hone.web.Wording;
import java.util.Optional;

/** The section of a dataset's card about the scan for planted preferences. */
final class ScanInWords {
    private ScanInWords() {}

    static void write(PreferenceScan scan, StringBuilder text) {
        text.append("\n## Scan for planted preferences\n\n");
        if (scan.policy().equals(PreferenceScan.OFF)) {
            text.append("The comparisons were not scanned.\n");
            return;
        }
        text.append(counted(scan.rows(), "comparison was", "comparisons were"))
                .append(" read")
                .append(scan.older() ? ", the newest; older ones were not" : "")
                .append(". Judgments held back, which are not here: ")
                .append(scan.heldBack())
                .append(".\n");
        scan.expected()
                .filter(some -> some > 0)
                .ifPresent(some -> text.append(
                                "A reward model that has learned nothing from their author had said before what it")
                        .append(" expects of ")
                        .append(some)
                        .append(" of them.\n"));
        if (scan.findings().isEmpty()) {
            text.append("\nNothing was found that chance does not explain.\n");
        }
        for (Finding.Kind kind : Finding.Kind.values()) {
            Optional.ofNullable(scan.findings().get(kind.word()))
                    .ifPresent(found -> text.append("\n- ")
                            .append(ScanFinding.title(kind))
                            .append(": ")
                            .append(counted(found.count(), "finding", "findings"))
                            .append(found.q()
                                    .map(q -> ", smallest q = " + Wording.brief(q))
                                    .orElse("")));
        }
        text.append(scan.findings().isEmpty() ? "" : "\n")
                .append(
                        "\nThe tests are Fisher's exact test (Fisher 1935, The logic of inductive inference), adjusted for all tests of a kind ")
                .append(
                        "(Benjamini and Hochberg 1995, Controlling the false discovery rate). What is contradicted is told by other people ")
                .append(
                        "who compared the same two answers, and by such a reward model. Imported comparisons are not scanned.\n");
    }

    private static String counted(long number, String one, String many) {
        return Wording.counted(Long.toString(number), one, many);
    }
}
