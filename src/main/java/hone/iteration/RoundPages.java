package hone.iteration;

import hone.kind.WorkKind;
import hone.run.RunState;
import hone.run.Share;
import hone.web.LiveStream;
import hone.web.Sql;
import hone.web.Wording;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What the pages about rounds show. */
@ApplicationScoped
class RoundPages {
    private final Sql sql;

    RoundPages(Sql sql) {
        this.sql = sql;
    }

    /** A line of the list. */
    public record Row(
            int number,
            String state,
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
                select i.number, coalesce(i.outcome, 'running'), i.late, i.due_at is not null, l.display_name,
                       i.started_at, d.number,
                       (select m.name from run r join model_version m on m.run_id = r.id
                        where r.iteration_id = i.id and m.kind = 'policy' order by m.id desc limit 1),
                       i.reason
                from iteration i left join labeler l on l.id = i.started_by left join dataset d on d.id = i.dataset_id
                where i.project_id = ? order by i.number desc limit 100""",
                c -> new Row(
                        (int) c.number(1),
                        c.text(2),
                        c.flag(3),
                        c.flag(4),
                        c.maybeText(5),
                        c.time(6),
                        c.maybeNumber(7),
                        c.maybeText(8),
                        c.maybeText(9)),
                project);
    }

    /** The frozen dataset of a round. */
    public record Frozen(
            long number,
            long rows,
            long judgments,
            long fresh,
            long people,
            long scripts,
            long written,
            long pairs,
            long prompts,
            long heldOutPercent,
            Instant at) {}

    Optional<Frozen> frozen(UUID round) {
        return sql.first(
                """
                select d.number, d.rows, j.all_of_them, j.fresh, j.people, j.scripts,
                       coalesce((d.manifest -> 'kinds' ->> 'dataset.demonstration')::bigint, 0),
                       coalesce((d.manifest -> 'kinds' ->> 'dataset.preference')::bigint, 0),
                       coalesce((d.manifest -> 'kinds' ->> 'dataset.prompt')::bigint, 0),
                       d.held_out_percent, d.created_at
                from iteration i join dataset d on d.id = i.dataset_id
                left join dataset b on b.project_id = d.project_id and b.number = d.number - 1
                cross join lateral (
                  select count(*) as all_of_them,
                         count(*) filter (where not exists (
                           select 1 from dataset_judgment e where e.dataset_id = b.id and e.judgment_id = m.judgment_id)) as fresh,
                         count(distinct j.labeler_id) filter (where not l.simulated) as people,
                         count(distinct j.labeler_id) filter (where l.simulated) as scripts
                  from dataset_judgment m join judgment j on j.id = m.judgment_id join labeler l on l.id = j.labeler_id
                  where m.dataset_id = d.id) j
                where i.id = ?""",
                c -> new Frozen(
                        c.number(1),
                        c.number(2),
                        c.number(3),
                        c.number(4),
                        c.number(5),
                        c.number(6),
                        c.number(7),
                        c.number(8),
                        c.number(9),
                        c.number(10),
                        c.time(11)),
                round);
    }

    /** Judgments of one kind under one version of its guideline. */
    public record Judged(WorkKind kind, long version, long judgments) {}

    List<Judged> judged(UUID round) {
        return sql.list("""
                select g.kind, v.number, count(*) from iteration i join dataset_judgment d on d.dataset_id = i.dataset_id
                join guideline_version v on v.id = d.guideline_version_id join guideline g on g.id = v.guideline_id
                where i.id = ? group by g.kind, v.number order by g.kind, v.number""", c -> new Judged(WorkKind.of(c.text(1)), c.number(2), c.number(3)), round);
    }

    /**
     * A run of a round with its main numbers, each empty where it was not measured.
     *
     * @param before the held-out loss of SFT at first; after: at last
     * @param right the share of held-out pairs in which a reward model is right; agree: how often two people agree
     * @param scoreFirst the mean score of PPO's answers at the first step; scoreLast: at the last
     */
    public record RunLine(
            UUID id,
            int number,
            String kind,
            String state,
            long step,
            long steps,
            Instant requestedAt,
            Optional<Instant> finishedAt,
            Optional<Duration> took,
            Optional<String> model,
            Optional<Double> before,
            Optional<Double> after,
            Optional<Double> right,
            Optional<Double> pairs,
            Optional<Double> agree,
            Optional<Double> scoreFirst,
            Optional<Double> scoreLast,
            Optional<Double> kl,
            long answers,
            long prompts) {
        public String name() {
            return RoundStep.of(kind).title();
        }

        public String numberText() {
            return Integer.toString(number);
        }

        public boolean lossMeasured() {
            return before.isPresent() && after.isPresent() && finishedAt.isPresent();
        }

        /** How often a reward model is right, with how sure that is. */
        public Optional<Share> sure() {
            return right.flatMap(share -> pairs.filter(n -> n >= 1).map(n -> new Share(share, Math.round(n))));
        }

        public boolean scored() {
            return scoreFirst.isPresent() && scoreLast.isPresent();
        }

        /** A share in per cent with one decimal. */
        public String percent(Optional<Double> share) {
            return share.map(s -> Wording.brief(100 * s)).orElse("");
        }

        public String whole(Optional<Double> number) {
            return number.map(n -> Long.toString(Math.round(n))).orElse("");
        }
    }

    List<RunLine> runs(UUID round) {
        return sql.list(
                """
                select r.number, r.kind,
                       r.outcome, r.step, r.steps, r.requested_at, r.finished_at, r.started_at, m.name,
                       a.metrics ->> 'loss', z.metrics ->> 'loss', z.metrics ->> 'accuracy', z.metrics ->> 'pairs',
                       z.metrics ->> 'people/agreement', f.metrics ->> 'objective/scores', l.metrics ->> 'objective/scores',
                       l.metrics ->> 'objective/kl', s.answers, s.prompts,
                       r.cancel_asked_at, r.id
                from run r left join model_version m on m.run_id = r.id
                left join lateral (select body -> 'metrics' as metrics from run_event where run_id = r.id
                  and kind = 'run.evaluation' and body ->> 'name' = 'held-out' order by step, sequence limit 1) a on true
                left join lateral (select body -> 'metrics' as metrics from run_event where run_id = r.id
                  and kind = 'run.evaluation' and body ->> 'name' = 'held-out'
                  order by step desc, sequence desc limit 1) z on true
                left join lateral (select body -> 'metrics' as metrics from run_event where run_id = r.id
                  and kind = 'run.step' order by step, sequence limit 1) f on true
                left join lateral (select body -> 'metrics' as metrics from run_event where run_id = r.id
                  and kind = 'run.step' order by step desc, sequence desc limit 1) l on true
                left join lateral (select count(*) as answers, count(distinct prompt_id) as prompts from answer
                  where run_id = r.id) s on true
                where r.iteration_id = ? order by r.number""",
                c -> new RunLine(
                        c.id(21),
                        (int) c.number(1),
                        c.text(2),
                        RunState.of(c.maybeText(3), c.maybeTime(20), c.maybeTime(8))
                                .word(),
                        c.number(4),
                        c.number(5),
                        c.time(6),
                        c.maybeTime(7),
                        c.maybeTime(7).isPresent() && c.maybeTime(8).isPresent()
                                ? Optional.of(Duration.between(c.time(8), c.time(7)))
                                : Optional.empty(),
                        c.maybeText(9),
                        measured(c, 10),
                        measured(c, 11),
                        measured(c, 12),
                        measured(c, 13),
                        measured(c, 14),
                        measured(c, 15),
                        measured(c, 16),
                        measured(c, 17),
                        c.number(18),
                        c.number(19)),
                round);
    }

    private static Optional<Double> measured(Sql.Cells c, int column) throws SQLException {
        return c.maybeText(column).map(Double::valueOf).filter(Double::isFinite);
    }

    /** The tasks that the round's answers became. */
    public record NewTasks(long tasks, long asked, long judged) {}

    NewTasks newTasks(UUID round) {
        return sql.first("""
                        select count(distinct t.id), count(s.number), count(s.number) filter (where s.state = 'judged')
                        from run r join task t on t.origin = 'model' and t.origin_id = r.id::text
                        left join slot s on s.task_id = t.id where r.iteration_id = ?""", c -> new NewTasks(c.number(1), c.number(2), c.number(3)), round)
                .orElseThrow();
    }

    /** When a model was last made current. */
    public record MadeCurrent(Instant at, Optional<String> by, String why) {}

    Optional<MadeCurrent> madeCurrent(UUID project, String model) {
        return sql.first("""
                select c.made_at, l.display_name, c.why from current_model c
                join model_version m on m.id = c.model_version_id left join labeler l on l.id = c.made_by
                where c.project_id = ? and m.name = ? order by c.sequence desc limit 1""", c -> new MadeCurrent(c.time(1), c.maybeText(2), c.text(3)), project, model);
    }

    /** What is enough to tell whether the page of a round would be another. */
    LiveStream.Look look(UUID round) {
        return sql.first("""
                        select concat_ws(' ', i.outcome, i.dataset_id,
                                 (select string_agg(concat_ws(':', r.number, r.outcome, r.cancel_asked_at, r.step, r.steps), ' ' order by r.number)
                                  from run r where r.iteration_id = i.id),
                                 (select count(*) from iteration_step s where s.iteration_id = i.id and s.skipped is not null),
                                 (select count(*) from answer a join run r on r.id = a.run_id where r.iteration_id = i.id)),
                               i.outcome is not null
                        from iteration i where i.id = ?""", c -> new LiveStream.Look(c.text(1), c.flag(2)), round)
                .orElseThrow();
    }

    Optional<String> currentModel(UUID project) {
        return sql.first("""
                select m.name from current_model c join model_version m on m.id = c.model_version_id
                where c.project_id = ? order by c.sequence desc limit 1""", c -> c.text(1), project);
    }

    Optional<String> name(Optional<UUID> person) {
        return person.flatMap(id -> sql.first("select display_name from labeler where id = ?", c -> c.text(1), id));
    }
}
