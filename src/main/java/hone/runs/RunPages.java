package hone.runs;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.Recipe;
import hone.contract.RunEvent;
import hone.contract.Wire;
import hone.run.Measurement;
import hone.run.Measurements;
import hone.run.Outcome;
import hone.run.RunState;
import hone.run.Stage;
import hone.web.LiveStream;
import hone.web.Recent;
import hone.web.Sql;
import hone.web.Wording;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** What the pages about runs show. */
@ApplicationScoped
class RunPages {
    private static final int EVENTS_MAX = 60;
    private static final int RUNS_REMEMBERED_MAX = 1_000;

    private final Sql sql;
    private final Measurements measurements;
    /** Derived from all judgments in a run's dataset, which never change. */
    private final Recent<UUID, List<GuidelineUsed>> guidelines = new Recent<>(RUNS_REMEMBERED_MAX);

    RunPages(Sql sql, Measurements measurements) {
        this.sql = sql;
        this.measurements = measurements;
    }

    /**
     * A line of the list.
     *
     * @param model the model that the run made, or else whose answers or scores it asks for
     */
    public record Row(
            int number,
            Stage kind,
            RunState state,
            Optional<Long> step,
            Optional<Long> steps,
            Optional<Long> dataset,
            Optional<Long> round,
            Optional<String> model,
            Instant requestedAt,
            Optional<Duration> took) {}

    /** @param scoring those in which reward models score open tasks, or all others */
    List<Row> list(UUID project, boolean scoring) {
        return sql.list(
                """
                select r.number, r.kind,
                       r.outcome, r.step, r.steps, d.number as dataset, rd.number as round,
                       coalesce(m.name, case when r.kind in ('generate', 'score') then p.name end) as name, r.requested_at, r.started_at, r.finished_at,
                       r.cancel_asked_at
                from run r left join dataset d on d.id = r.dataset_id left join round rd on rd.id = r.round_id
                left join model_version m on m.run_id = r.id
                join model_version p on p.id = r.policy_id
                where r.project_id = ? and r.kind %s 'score' order by r.number desc limit 200""".formatted(scoring ? "=" : "<>"),
                c -> new Row(
                        (int) c.number("number"),
                        Stage.of(c.text("kind")),
                        RunState.of(
                                Outcome.of(c.maybeText("outcome")),
                                c.maybeTime("cancel_asked_at"),
                                c.maybeTime("started_at")),
                        c.maybeNumber("step"),
                        c.maybeNumber("steps"),
                        c.maybeNumber("dataset"),
                        c.maybeNumber("round"),
                        c.maybeText("name"),
                        c.time("requested_at"),
                        c.maybeTime("finished_at").isPresent()
                                        && c.maybeTime("started_at").isPresent()
                                ? Optional.of(Duration.between(c.time("started_at"), c.time("finished_at")))
                                : Optional.empty()),
                project);
    }

    /** Names of what a run is made from and what it became. */
    public record Links(
            Optional<Long> dataset,
            Optional<Long> datasetRows,
            String policy,
            Optional<String> reward,
            Optional<String> model,
            Optional<Long> round,
            Optional<String> by) {}

    Links links(UUID run) {
        return sql.first(
                        """
                        select d.number, d.rows, p.name, w.name as reward, m.name as model, rd.number as round, l.display_name
                        from run r join model_version p on p.id = r.policy_id
                        left join model_version w on w.id = r.reward_id left join dataset d on d.id = r.dataset_id
                        left join model_version m on m.run_id = r.id left join round rd on rd.id = r.round_id
                        left join labeler l on l.id = r.requested_by
                        where r.id = ?""",
                        c -> new Links(
                                c.maybeNumber("number"),
                                c.maybeNumber("rows"),
                                c.text("name"),
                                c.maybeText("reward"),
                                c.maybeText("model"),
                                c.maybeNumber("round"),
                                c.maybeText("display_name")),
                        run)
                .orElseThrow();
    }

    /** A guideline version that was in force for judgments behind the run. */
    public record GuidelineUsed(String kind, long version) {}

    List<GuidelineUsed> guidelines(UUID run) {
        return guidelines.get(run, this::readGuidelines);
    }

    private List<GuidelineUsed> readGuidelines(UUID run) {
        return sql.list("""
                select g.kind, v.number from run r join dataset_guideline d on d.dataset_id = r.dataset_id
                join guideline_version v on v.id = d.guideline_version_id join guideline g on g.id = v.guideline_id
                where r.id = ? order by g.kind, v.number""", c -> new GuidelineUsed(c.text("kind"), c.number("number")), run);
    }

    RunMetrics metrics(UUID run) {
        return new RunMetrics(
                measurements.curves(run, Measurement.TRAIN),
                measurements.curves(run, Measurement.HELD_OUT),
                measurements.ends(run, Measurement.TRAIN),
                measurements.ends(run, Measurement.HELD_OUT),
                measurements.ends(run, Measurement.TAKEN));
    }

    /**
     * One event; which fields are filled depends on the kind.
     *
     * @param measured the measurements, in words
     */
    public record EventLine(
            String kind, Instant at, Optional<Long> step, Optional<Long> toStep, String text, String measured) {
        public String tone() {
            return switch (kind) {
                case "run.failed" -> "bad";
                case "run.stopped", "run.rolled-back" -> "warn";
                default -> "done";
            };
        }

        /** The kind, or {@code again} for a worker that resumed from a checkpoint. */
        public String what() {
            return kind.equals("run.started") && step.orElse(0L) > 0 ? "again" : kind;
        }

        public String stepText() {
            return step.map(n -> Long.toString(n)).orElse("");
        }

        public String toStepText() {
            return toStep.map(n -> Long.toString(n)).orElse("");
        }
    }

    /** Newest first, without single steps and without answers that became tasks. */
    List<EventLine> events(UUID run) {
        return sql.list(
                """
                select replace(e.kind, 'run.went-back', 'run.rolled-back') as kind, e.at, e.step,
                       coalesce(e.body ->> 'purpose',
                         nullif(concat_ws(' ', 'Machine: ' || (e.body ->> 'machine') || '.', 'Chat template: ' || (e.body ->> 'chatTemplate') || '.', e.body ->> 'warning'), ''),
                         e.body ->> 'reason', e.body ->> 'sha256', e.body ->> 'name', '') as reason,
                       case when e.kind = 'run.evaluation' then array(
                         select m.name || ' ' || m.value from measurement m
                         where m.run_id = e.run_id and m.split = e.body ->> 'name' and m.step = e.step order by m.name) end as numbers,
                       case when e.kind in ('run.rolled-back', 'run.went-back') then e.body end as body
                from run_event e where e.run_id = ? and e.kind not in ('run.step', 'run.scores') and e.body ->> 'purpose' is distinct from 'task'
                order by e.sequence desc limit %d""".formatted(EVENTS_MAX),
                c -> {
                    Optional<Long> step = c.maybeNumber("step");
                    Optional<RunEvent.RolledBack> back =
                            c.maybeText("body").map(body -> Wire.read(body, RunEvent.RolledBack.class));
                    return new EventLine(
                            c.text("kind"),
                            c.time("at"),
                            back.map(RunEvent.RolledBack::step).or(() -> step),
                            back.map(RunEvent.RolledBack::toStep),
                            c.text("reason"),
                            measured(c.texts("numbers")));
                },
                run);
    }

    /** The main numbers of an evaluation, “accuracy 0.75, loss 0.6”; those of its parts are in the tables. */
    private static String measured(List<String> numbers) {
        boolean parts = numbers.stream().allMatch(number -> number.contains("/"));
        return numbers.stream()
                .filter(number -> parts || !number.contains("/"))
                .limit(4)
                .map(number -> {
                    int blank = number.lastIndexOf(' ');
                    return number.substring(0, blank) + " "
                            + Wording.brief(Double.parseDouble(number.substring(blank + 1)));
                })
                .collect(Collectors.joining(", "));
    }

    /** Just enough to tell whether the page of a run would look different. */
    LiveStream.Look look(UUID run) {
        return sql.first("""
                        select concat_ws(' ', (select max(sequence) from run_event where run_id = r.id), r.outcome,
                                         r.cancel_asked_at, r.started_at, r.finished_at) as version, r.finished_at is not null as ended
                        from run r where r.id = ?""", c -> new LiveStream.Look(c.text("version"), c.flag("ended")), run)
                .orElseThrow();
    }

    /** The newest checkpoint: what a crash can't destroy. */
    public record Checkpoint(long step, Instant at) {}

    Optional<Checkpoint> checkpoint(UUID run) {
        return sql.first(
                "select step, at from run_event where run_id = ? and kind = 'run.checkpoint' order by sequence desc limit 1",
                c -> new Checkpoint(c.number("step"), c.time("at")),
                run);
    }

    /** The recipe's settings by name, without the prompts of a Generate run. */
    static List<Setting> settings(Recipe recipe) {
        List<Setting> settings = new ArrayList<>();
        Wire.mapper().valueToTree(recipe).fields().forEachRemaining(field -> {
            if (field.getKey().equals("prompts")) {
                settings.add(
                        new Setting("prompts", Integer.toString(field.getValue().size())));
            } else if (!field.getKey().equals("kind")) {
                JsonNode value = field.getValue();
                settings.add(new Setting(field.getKey(), value.isContainerNode() ? value.toString() : value.asText()));
            }
        });
        return settings;
    }

    /** One setting of a recipe. */
    public record Setting(String name, String value) {}
}
