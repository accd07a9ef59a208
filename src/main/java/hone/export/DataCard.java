package hone.export;

import hone.contract.DatasetRecord.Manifest;
import hone.contract.LabelWeights;
import hone.contract.Split;
import hone.contract.Wire;
import hone.dataset.RowKind;
import hone.project.LabelWeighing;
import hone.web.Wording;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The README.md of a frozen dataset: a header that Hugging Face's {@code datasets} reads, then what is known of the data. Nothing but
 * facts that were counted; what is not known is not there.
 *
 * @param files every file of rows, in order
 * @param sources what prompts and documents were imported from → how many of them
 */
record DataCard(
        String project,
        String description,
        int number,
        Manifest manifest,
        List<RowsFile> files,
        Map<String, Long> sources,
        Map<String, Long> licenses,
        Map<String, Long> languages,
        List<Agreement> agreements,
        Blemishes blemishes) {

    /**
     * How often two judgments of the same comparison say the same: the same answer is better, both are equally good, or both are
     * bad; by how much is not compared.
     *
     * @param simulated whether scripts made these judgments
     * @param tasks that were judged more than once
     * @param pairs of judgments of one task
     */
    record Agreement(boolean simulated, long tasks, long pairs, long agreeing) {}

    /**
     * What readers of the rows should know.
     *
     * @param withdrawn judgments that were withdrawn after freezing
     * @param nearDuplicates prompts that say nearly the same as an earlier one
     * @param deleted rows whose text was deleted on request
     */
    record Blemishes(long withdrawn, long nearDuplicates, long deleted) {}

    /** A file of rows. */
    record RowsFile(RowKind kind, Split split, String name, long rows) {
        /** As readers name it: letters, digits and underscores only. */
        String readersSplit() {
            return split == Split.TRAIN ? "train" : "held_out";
        }
    }

    String markdown() {
        StringBuilder text = new StringBuilder("---\n");
        text.append("pretty_name: ")
                .append(quoted(project + ", dataset " + number))
                .append('\n');
        text.append("license: ").append(license()).append('\n');
        if (!languages.isEmpty()) {
            text.append("language:\n");
            languages
                    .keySet()
                    .forEach(language ->
                            text.append("- ").append(quoted(language)).append('\n'));
        }
        text.append("size_categories:\n- ").append(size(manifest.rows())).append('\n');
        text.append("tags:\n- human-feedback\n- hone\n");
        configs(text);
        text.append("---\n\n");
        body(text);
        return text.toString();
    }

    private void configs(StringBuilder text) {
        text.append("configs:\n");
        boolean first = true;
        for (RowKind kind : RowKind.values()) {
            List<RowsFile> some =
                    files.stream().filter(file -> file.kind() == kind).toList();
            if (some.isEmpty()) {
                continue;
            }
            text.append("- config_name: ").append(DatasetTables.config(kind)).append('\n');
            if (first) {
                text.append("  default: true\n");
                first = false;
            }
            text.append("  data_files:\n");
            some.forEach(file -> text.append("  - split: ")
                    .append(file.readersSplit())
                    .append("\n    path: ")
                    .append(file.name())
                    .append('\n'));
        }
    }

    private void body(StringBuilder text) {
        text.append("# ")
                .append(line(project))
                .append(", dataset ")
                .append(number)
                .append("\n\n");
        if (!description.isBlank()) {
            text.append(line(description)).append("\n\n");
        }
        text.append("Frozen on ")
                .append(manifest.frozenAt())
                .append(" by Hone; it never changes. The sha256 over its ")
                .append(manifest.rows())
                .append(" rows is `")
                .append(manifest.sha256())
                .append(
                        "`: of the JSON lines of this directory, put in order of `position`, with a line feed after each. ")
                .append(
                        "A prompt is in one split only.\n\n## What it holds\n\n| config | split | rows |\n|---|---|---|\n");
        files.forEach(file -> text.append("| ")
                .append(DatasetTables.config(file.kind()))
                .append(" | ")
                .append(file.readersSplit())
                .append(" | ")
                .append(file.rows())
                .append(" |\n"));
        people(text);
        manifest.scan().ifPresent(scan -> ScanInWords.write(scan, text));
        origins(text, "Sources of the " + things(), sources);
        origins(text, "Licenses of the " + things(), licenses);
        origins(text, "Languages of the " + things(), languages);
        problems(text);
    }

    private long judgments() {
        return manifest.labelers().values().stream().mapToLong(n -> n).sum();
    }

    private static String inWords(LabelWeights weights) {
        if (weights.whyNot().isPresent()) {
            return "Their judgments count the same: how reliable each of them is could not be estimated, because "
                    + weights.whyNot().get() + ".";
        }
        if (weights.policy().equals(LabelWeighing.Policy.SOFT_LABEL.word())) {
            return "Compared pairs to train on are here in both orders, weighted by how probably each is right, by all votes on the pair and how reliable their authors were found; use the weights, or take the heavier of the two.";
        }
        return weights.threshold()
                .map(least ->
                        "Comparisons that were right with a probability below %s, by all votes on their pair and how reliable their authors were found, were left out: %d."
                                .formatted(least, weights.leftOut()))
                .orElseGet(() ->
                        "Comparisons and rankings count by how often their authors were found to be right; those of people no better than chance were left out: %d."
                                .formatted(weights.leftOut()));
    }

    private void people(StringBuilder text) {
        text.append("\n## Who judged\n\n")
                .append(counted(manifest.labelers().size(), "labeler", "labelers"))
                .append(" gave the ")
                .append(counted(judgments(), "judgment", "judgments"))
                .append(" that these rows come from; scripts, not people, made ")
                .append(manifest.simulatedJudgments())
                .append(" of them.");
        manifest.importedJudgments()
                .filter(imported -> imported > 0)
                .ifPresent(imported -> text.append(" Another ")
                        .append(counted(imported, "judgment", "judgments"))
                        .append(" came with imported files."));
        manifest.weights().ifPresent(weights -> text.append(' ').append(inWords(weights)));
        text.append('\n');
        if (!manifest.guidelines().isEmpty()) {
            text.append("\nThey followed these guidelines:");
            manifest.guidelines()
                    .forEach(ref -> text.append(' ')
                            .append(line(ref.kind()))
                            .append(" version ")
                            .append(ref.version())
                            .append(';'));
            text.setLength(text.length() - 1);
            text.append(".\n");
        }
        agreements.forEach(agreement -> agreement(text, agreement));
    }

    private static void agreement(StringBuilder text, Agreement agreement) {
        text.append("\nAgreement")
                .append(agreement.simulated() ? " of scripts" : "")
                .append(": ")
                .append(counted(agreement.tasks(), "comparison was", "comparisons were"))
                .append(" judged more than once; of the ")
                .append(counted(agreement.pairs(), "pair", "pairs"))
                .append(" of judgments of the same comparison, ")
                .append(String.format(Locale.ROOT, "%.0f", 100.0 * agreement.agreeing() / agreement.pairs()))
                .append(" % say the same (which answer is better, or neither).\n");
    }

    private String things() {
        return files.stream().anyMatch(file -> file.kind() == RowKind.DOCUMENT) ? "prompts and documents" : "prompts";
    }

    private void origins(StringBuilder text, String title, Map<String, Long> counts) {
        if (counts.isEmpty()) {
            return;
        }
        text.append("\n## ").append(title).append("\n\n| | ").append(things()).append(" |\n|---|---|\n");
        counts.forEach((name, prompts) -> text.append("| ")
                .append(line(name))
                .append(" | ")
                .append(prompts)
                .append(" |\n"));
    }

    private void problems(StringBuilder text) {
        text.append("\n## Known problems\n\n");
        problem(text, manifest.ties(), "judgment was a tie", "judgments were ties", " and gave no row.");
        problem(
                text,
                manifest.bothBad(),
                "judgment said",
                "judgments said",
                " that both answers are bad and gave no row.");
        problem(
                text,
                manifest.simulatedJudgments(),
                "judgment is simulated: it says",
                "judgments are simulated: they say",
                " how a script decides, not what people want.");
        problem(
                text,
                blemishes.withdrawn(),
                "judgment was withdrawn after freezing; its",
                "judgments were withdrawn after freezing; their",
                " rows are still here.");
        problem(
                text,
                blemishes.nearDuplicates(),
                "prompt says",
                "prompts say",
                " nearly the same as an earlier one; both are in the same split.");
        problem(
                text,
                blemishes.deleted(),
                "row was deleted",
                "rows were deleted",
                " on request and not exported; the sha256 above is that of all rows that were frozen.");
        if (licenses.isEmpty()) {
            text.append("- The license of the ").append(things()).append(" is not known.\n");
        }
    }

    private static void problem(StringBuilder text, long number, String one, String many, String rest) {
        if (number > 0) {
            text.append("- ").append(counted(number, one, many)).append(rest).append('\n');
        }
    }

    private static String counted(long number, String one, String many) {
        return Wording.counted(Long.toString(number), one, many);
    }

    /** One that all prompts have, else “other”, as readers of cards expect it. */
    private String license() {
        return licenses.size() == 1 && licenses.keySet().iterator().next().matches("[a-z0-9][a-z0-9.-]*")
                ? licenses.keySet().iterator().next()
                : "other";
    }

    private static String size(long rows) {
        String[] names = {"n<1K", "1K<n<10K", "10K<n<100K", "100K<n<1M", "1M<n<10M", "10M<n<100M", "100M<n<1B"};
        int category = 0;
        for (long bound = 1_000; rows >= bound && category < names.length - 1; bound *= 10) {
            category++;
        }
        return names[category];
    }

    /** JSON's strings are YAML's too. */
    private static String quoted(String text) {
        return Wire.write(text);
    }

    /** Somebody's words as a part of a line: no sign of theirs becomes markup. */
    private static String line(String text) {
        return text.replaceAll("\\s+", " ").replaceAll("([\\\\`*_{}\\[\\]<>|#~])", "\\\\$1");
    }
}
