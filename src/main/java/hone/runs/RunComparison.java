package hone.runs;

import hone.evaluation.Interval;
import hone.evaluation.Share;
import hone.evaluation.Verdict;
import hone.model.ModelVersion;
import hone.run.Measured;
import hone.run.Measurement;
import hone.run.Measurements;
import hone.run.TrainingRun;
import hone.web.Wording;
import io.quarkus.qute.i18n.MessageBundles;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A run beside the one that made its parent model and beside the last one of its own kind: what was different, and what came of
 * it. Settings stand here only where they differ.
 *
 * @param others the runs beside this one; none for the first SFT of a base model
 */
record RunComparison(List<Other> others, List<Row> rows) {
    /** Numbers that say how good a model is, as the trainer names them: over steps, or on held-out rows. */
    private static final List<String> STEP_NUMBERS =
            List.of("objective/scores", "objective/kl", "response/tokens_mean");

    private static final List<String> HELD_OUT_NUMBERS = List.of("loss", "accuracy");

    /** @param role {@code parent} or {@code before} */
    public record Other(String role, TrainingRun run) {}

    /**
     * @param what {@code dataset}, {@code held-out loss} …
     * @param values of this run, then of the others; empty where there is none
     */
    public record Row(String what, List<Optional<Cell>> values) {}

    /** @param sure of how many it was measured, and how sure it is; empty where that was not told or is no question */
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
                    .ifPresent(parent -> others.add(new Other("parent", parent)));
            runs.before(run)
                    .filter(before -> others.stream().noneMatch(o -> o.run().id.equals(before.id)))
                    .ifPresent(before -> others.add(new Other("before", before)));
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
        rows.add(row("dataset", columns, c -> c.links().dataset().map(n -> Cell.of(Long.toString(n)))));
        rows.add(row("rows", columns, c -> c.links().datasetRows().map(n -> Cell.of(Long.toString(n)))));
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
                            "held-out " + number,
                            columns,
                            c -> shown(c.held(), number, otherMeasure(number, c.run(), here.run()))));
        }
        for (String number : STEP_NUMBERS) {
            addIfKnown(
                    rows,
                    row(number, columns, c -> shown(c.trained(), number, otherMeasure(number, c.run(), here.run()))));
        }
        return rows;
    }

    /** Why a number of the other run, though of the same name, can't be held against this run's; empty where it can. */
    private static Optional<String> otherMeasure(String number, TrainingRun other, TrainingRun here) {
        RunMessages words = MessageBundles.get(RunMessages.class);
        if (number.equals("loss") && other.kind != here.kind) {
            return Optional.of(words.otherLoss());
        }
        if (number.equals("objective/scores") && !Objects.equals(other.rewardId, here.rewardId)) {
            return Optional.of(words.otherScores());
        }
        return Optional.empty();
    }

    /** What was never measured says so, whatever it could be compared with. */
    private static Optional<Cell> shown(Measured measured, String number, Optional<String> otherMeasure) {
        return measured.lastOf(number)
                .map(value -> otherMeasure
                        .map(Cell::of)
                        .orElseGet(() -> new Cell(Wording.brief(value), sure(measured, number))));
    }

    private static String sure(Measured measured, String number) {
        RunMessages words = MessageBundles.get(RunMessages.class);
        Optional<Long> n = measured.nOf(number);
        if (n.isEmpty()) {
            return "";
        }
        if (n.get() < Verdict.ENOUGH) {
            return words.besideTooFew(n.get());
        }
        Optional<Interval> interval =
                number.equals("accuracy") ? measured.shareOf(number).map(Share::interval) : Optional.empty();
        return interval.map(i -> words.besideBetween(Wording.brief(i.low()), Wording.brief(i.high()), n.get()))
                .orElseGet(() -> words.besideOf(n.get()));
    }

    private static void addIfKnown(List<Row> rows, Row row) {
        if (row.values().getFirst().isPresent()) {
            rows.add(row);
        }
    }

    private static Row row(
            String what, List<Column> columns, java.util.function.Function<Column, Optional<Cell>> value) {
        return new Row(
                what, columns.stream().map(value).map(Objects::requireNonNull).toList());
    }
}
