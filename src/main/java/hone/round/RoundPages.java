package hone.round;

import hone.dataset.RowKind;
import hone.kind.WorkKind;
import hone.run.Outcome;
import hone.run.RunState;
import hone.run.Stage;
import hone.web.LiveStream;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What the pages about rounds show. */
@ApplicationScoped
class RoundPages {
    private final Sql sql;
    private final RunFigures.Query figures;

    RoundPages(Sql sql, RunFigures.Query figures) {
        this.sql = sql;
        this.figures = figures;
    }

    /** A line of the list. */
    public record Row(
            int number,
            RoundState state,
            boolean late,
            boolean scheduled,
            Optional<String> by,
            Instant startedAt,
            Optional<Long> dataset,
            Optional<String> model,
            Optional<String> reason) {}

    List<Row> list(UUID project) {
        return sql.list(
                """
                select rd.number, rd.outcome, rd.late, rd.due_at is not null as scheduled, l.display_name,
                       rd.started_at, d.number as dataset,
                       (select m.name from run r join model_version m on m.run_id = r.id
                        where r.round_id = rd.id and m.kind = 'policy' order by m.id desc limit 1) as model,
                       rd.reason
                from round rd left join labeler l on l.id = rd.started_by left join dataset d on d.id = rd.dataset_id
                where rd.project_id = ? order by rd.number desc limit 100""",
                c -> new Row(
                        (int) c.number("number"),
                        RoundState.of(Outcome.of(c.maybeText("outcome"))),
                        c.flag("late"),
                        c.flag("scheduled"),
                        c.maybeText("display_name"),
                        c.time("started_at"),
                        c.maybeNumber("dataset"),
                        c.maybeText("model"),
                        c.maybeText("reason")),
                project);
    }

    /** The frozen dataset of a round. */
    public record Frozen(
            long number,
            long rows,
            RowCounts counts,
            long judgments,
            Optional<Long> fresh,
            long people,
            long scripts,
            long heldOutPercent,
            Instant at) {}

    public record RowCounts(long written, long pairs, long prompts) {}

    /** By what was counted while it was frozen: counting it now would read all its judgments. */
    Optional<Frozen> frozen(UUID round) {
        return sql.first(
                """
                select d.number, d.rows, coalesce((d.summary ->> 'judgments')::bigint, given.judgments, 0) as judgments,
                       (d.summary ->> 'fresh')::bigint as fresh, given.people, given.scripts,
                       coalesce((d.manifest -> 'kinds' ->> ?)::bigint, 0) as written,
                       coalesce((d.manifest -> 'kinds' ->> ?)::bigint, 0) as pairs,
                       coalesce((d.manifest -> 'kinds' ->> ?)::bigint, 0) as prompts,
                       d.held_out_percent, d.created_at
                from round rd join dataset d on d.id = rd.dataset_id
                cross join lateral (
                  select cast(sum(g.judgments) as bigint) as judgments, count(*) filter (where not g.simulated) as people,
                         count(*) filter (where g.simulated) as scripts
                  -- One after the other: a join may read everybody.
                  from (select s.judgments, (select l.simulated from labeler l where l.id = s.labeler_id) as simulated
                        from dataset_labeler s where s.dataset_id = d.id) g) given
                where rd.id = ?""",
                c -> new Frozen(
                        c.number("number"),
                        c.number("rows"),
                        new RowCounts(c.number("written"), c.number("pairs"), c.number("prompts")),
                        c.number("judgments"),
                        c.maybeNumber("fresh"),
                        c.number("people"),
                        c.number("scripts"),
                        c.number("held_out_percent"),
                        c.time("created_at")),
                RowKind.WRITTEN.wireName(),
                RowKind.PAIR.wireName(),
                RowKind.PROMPT.wireName(),
                round);
    }

    /** Judgments of one kind under one version of its guideline. */
    public record Judged(WorkKind kind, long version, long judgments) {}

    List<Judged> judged(UUID round) {
        return sql.list(
                """
                select g.kind, v.number, d.judgments from round rd join dataset_guideline d on d.dataset_id = rd.dataset_id
                join guideline_version v on v.id = d.guideline_version_id join guideline g on g.id = v.guideline_id
                where rd.id = ? order by g.kind, v.number""", c -> new Judged(WorkKind.of(c.text("kind")), c.number("number"), c.number("judgments")), round);
    }

    /** A run of a round and its result. */
    public record RunLine(
            UUID id,
            int number,
            Stage kind,
            RunState state,
            Progress progress,
            Instant requestedAt,
            Optional<Instant> finishedAt,
            Optional<String> model,
            RunFigures figures,
            Sampled sampled) {
        private RunLine with(RunFigures measured) {
            return new RunLine(id, number, kind, state, progress, requestedAt, finishedAt, model, measured, sampled);
        }

        public String name() {
            return kind.title();
        }

        public String stateLabel() {
            return state.label(kind);
        }
    }

    /** @param took from its start to its end; empty while it runs */
    public record Progress(long step, long steps, Optional<Duration> took) {}

    /** What a Generate run has produced so far. */
    public record Sampled(long answers, long prompts) {}

    List<RunLine> runs(UUID round) {
        return lines(round).stream()
                .map(run -> run.with(figures.of(run.id(), run.kind())))
                .toList();
    }

    private List<RunLine> lines(UUID round) {
        return sql.list(
                """
                select r.id, r.number, r.kind, r.outcome, r.cancel_asked_at, r.step, r.steps, r.requested_at, r.started_at,
                       r.finished_at, m.name, s.answers, s.prompts
                from run r left join model_version m on m.run_id = r.id
                left join lateral (select count(*) as answers, count(distinct prompt_id) as prompts from answer
                  where run_id = r.id) s on true
                where r.round_id = ? order by r.number""",
                c -> new RunLine(
                        c.id("id"),
                        (int) c.number("number"),
                        Stage.of(c.text("kind")),
                        RunState.of(
                                Outcome.of(c.maybeText("outcome")),
                                c.maybeTime("cancel_asked_at"),
                                c.maybeTime("started_at")),
                        new Progress(
                                c.number("step"),
                                c.number("steps"),
                                c.maybeTime("started_at").isPresent()
                                                && c.maybeTime("finished_at").isPresent()
                                        ? Optional.of(Duration.between(c.time("started_at"), c.time("finished_at")))
                                        : Optional.empty()),
                        c.time("requested_at"),
                        c.maybeTime("finished_at"),
                        c.maybeText("name"),
                        RunFigures.NONE,
                        new Sampled(c.number("answers"), c.number("prompts"))),
                round);
    }

    /** The tasks that were made of the round's answers. */
    public record NewTasks(long tasks, long wanted, long judged) {}

    NewTasks newTasks(UUID round) {
        return sql.first("""
                        select count(distinct t.id) as tasks, count(s.number) as wanted, count(s.number) filter (where s.state = 'judged') as judged
                        from run r join task t on t.origin = 'model' and t.origin_id = r.id::text
                        left join slot s on s.task_id = t.id where r.round_id = ?""", c -> new NewTasks(c.number("tasks"), c.number("wanted"), c.number("judged")), round)
                .orElseThrow();
    }

    /** When a model was last made current. */
    public record MadeCurrent(Instant at, Optional<String> by, String why) {}

    Optional<MadeCurrent> madeCurrent(UUID project, String model) {
        return sql.first(
                """
                select c.made_at, l.display_name, c.why from current_model c
                join model_version m on m.id = c.model_version_id left join labeler l on l.id = c.made_by
                where c.project_id = ? and m.name = ? order by c.sequence desc limit 1""",
                c -> new MadeCurrent(c.time("made_at"), c.maybeText("display_name"), c.text("why")),
                project,
                model);
    }

    /** Just enough to tell whether the page of a round would look different. */
    LiveStream.Look look(UUID round) {
        return sql.first("""
                        select concat_ws(' ', rd.outcome, rd.dataset_id,
                                 (select string_agg(concat_ws(':', r.number, r.outcome, r.cancel_asked_at, r.step, r.steps), ' ' order by r.number)
                                  from run r where r.round_id = rd.id),
                                 (select count(*) from round_stage s where s.round_id = rd.id and s.left_out is not null),
                                 (select count(*) from answer a join run r on r.id = a.run_id where r.round_id = rd.id)) as version,
                               rd.outcome is not null as ended
                        from round rd where rd.id = ?""", c -> new LiveStream.Look(c.text("version"), c.flag("ended")), round)
                .orElseThrow();
    }

    Optional<String> currentModel(UUID project) {
        return sql.first("""
                select m.name from current_model c join model_version m on m.id = c.model_version_id
                where c.project_id = ? order by c.sequence desc limit 1""", c -> c.text("name"), project);
    }

    Optional<String> name(Optional<UUID> person) {
        return person.flatMap(
                id -> sql.first("select display_name from labeler where id = ?", c -> c.text("display_name"), id));
    }
}
