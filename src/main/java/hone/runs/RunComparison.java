package hone.runs;

import hone.evaluation.Interval;
import hone.evaluation.Share;
import hone.evaluation.Verdict;
import hone.model.ModelVersion;
import hone.run.Measured;
import hone.run.Measurement;
import hone.run.Measurements;
import hone.run.Metric;
import hone.run.TrainingRun;
import hone.web.Wording;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A run compared with the one that made its parent model and with the previous one of its own kind: what was different, and
 * what came of it. Only settings that differ are listed.
 *
 * @param others the runs it is compared with; none for the first SFT of a base model
 */
record RunComparison(List<Other> others, List<Row> rows) {
    /** Numbers that say how good a model is, by the trainer's names: over steps, or on held-out rows. */
    private static final List<String> STEP_NUMBERS =
            List.of("objective/scores", "objective/kl", "response/tokens_mean");

    private static final List<String> HELD_OUT_NUMBERS = List.of("loss", "accuracy");

    /** @param role what it is to this run */
    public record Other(String role, TrainingRun run) {}

    /**
     * @param label what the values are
     * @param values of this run, then of the others; empty where there is none
     */
    public record Row(String label, List<Optional<Cell>> values) {}

    /** @param sure the sample size and the confidence interval; empty where unknown or not applicable */
    public record Cell(String text, String sure) {
        static Cell of(String text) {
            return new Cell(text, "");
        }
    }

    private record Column(
            TrainingRun run, RunPages.Links links, Measured trained, Measured held, Map<String, String> settings) {}

    /** Finds the runs and reads them. */
    @ApplicationScoped
    static class Query {
        private final TrainingRun.Repo runs;
        private final ModelVersion.Repo models;
        private final RunPages pages;
        private final Measurements measurements;

        Query(TrainingRun.Repo runs, ModelVersion.Repo models, RunPages pages, Measurements measurements) {
            this.runs = runs;
            this.models = models;
            this.pages = pages;
            this.measurements = measurements;
        }

        RunComparison of(TrainingRun run) {
            if (!run.kind.trains()) {
                return new RunComparison(List.of(), List.of());
            }
            List<Other> others = new ArrayList<>();
            Optional.ofNullable(models.findById(run.policyId).runId)
                    .flatMap(id -> runs.findByIdOptional(id))
                    .ifPresent(parent -> others.add(new Other("Its parent", parent)));
            runs.before(run)
                    .filter(before -> others.stream().noneMatch(o -> o.run().id.equals(before.id)))
                    .ifPresent(before -> others.add(new Other("The one before", before)));
            if (others.isEmpty()) {
                return new RunComparison(others, List.of());
            }
            List<Column> columns = new ArrayList<>(List.of(column(run)));
            others.forEach(other -> columns.add(column(other.run())));
            return new RunComparison(others, rows(columns));
        }

        private Column column(TrainingRun run) {
            Map<String, String> settings = RunPages.settings(run.recipe).stream()
                    .collect(Collectors.toMap(
                            RunPages.Setting::name, RunPages.Setting::value, (a, b) -> a, LinkedHashMap::new));
            return new Column(
                    run,
                    pages.links(run.id),
                    measurements.ends(run.id, Measurement.TRAIN),
                    measurements.ends(run.id, Measurement.HELD_OUT),
                    settings);
        }
    }

    private static List<Row> rows(List<Column> columns) {
        List<Row> rows = new ArrayList<>();
        rows.add(row("Dataset", columns, c -> c.links().dataset().map(n -> Cell.of(Long.toString(n)))));
        rows.add(row("Rows", columns, c -> c.links().datasetRows().map(n -> Cell.of(Long.toString(n)))));
        Column here = columns.getFirst();
        for (String setting : here.settings().keySet()) {
            Row settings = row(
                    setting,
                    columns,
                    c -> c.run().kind == here.run().kind
                            ? Optional.ofNullable(c.settings().get(setting)).map(Cell::of)
                            : Optional.empty());
            if (settings.values().stream().flatMap(Optional::stream).distinct().count() > 1) {
                rows.add(settings);
            }
        }
        for (String number : HELD_OUT_NUMBERS) {
            addIfKnown(
                    rows,
                    row(
                            Metric.label("held-out " + number),
                            columns,
                            c -> shown(c.held(), number, otherMeasure(number, c.run(), here.run()))));
        }
        for (String number : STEP_NUMBERS) {
            addIfKnown(
                    rows,
                    row(
                            Metric.label(number),
                            columns,
                            c -> shown(c.trained(), number, otherMeasure(number, c.run(), here.run()))));
        }
        return rows;
    }

    /** Why a number of the other run, though of the same name, can't be compared with this run's; empty if it can. */
    private static Optional<String> otherMeasure(String number, TrainingRun other, TrainingRun here) {
        if (number.equals("loss") && other.kind != here.kind) {
            return Optional.of("a loss of another kind");
        }
        if (number.equals("objective/scores") && !Objects.equals(other.rewardId, here.rewardId)) {
            return Optional.of("by another reward model");
        }
        return Optional.empty();
    }

    /** A number that was never measured says so, whatever it could be compared with. */
    private static Optional<Cell> shown(Measured measured, String number, Optional<String> otherMeasure) {
        return measured.lastOf(number)
                .map(value -> otherMeasure
                        .map(Cell::of)
                        .orElseGet(() -> new Cell(Wording.brief(value), sure(measured, number))));
    }

    private static String sure(Measured measured, String number) {
        Optional<Long> n = measured.nOf(number);
        if (n.isEmpty()) {
            return "";
        }
        if (n.get() < Verdict.ENOUGH) {
            return "of " + n.get() + ", too few to tell";
        }
        Optional<Interval> interval =
                number.equals("accuracy") ? measured.shareOf(number).map(Share::interval) : Optional.empty();
        return interval.map(
                        i -> Wording.brief(i.low()) + " to " + Wording.brief(i.high()) + " (95 %, of " + n.get() + ")")
                .orElseGet(() -> "of " + n.get());
    }

    private static void addIfKnown(List<Row> rows, Row row) {
        if (row.values().getFirst().isPresent()) {
            rows.add(row);
        }
    }

    private static Row row(
            String label, List<Column> columns, java.util.function.Function<Column, Optional<Cell>> value) {
        return new Row(
                label, columns.stream().map(value).map(Objects::requireNonNull).toList());
    }
}
