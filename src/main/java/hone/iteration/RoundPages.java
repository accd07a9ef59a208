package hone.iteration;

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
    public record Frozen(long number, long rows, long judgments, Instant at) {}

    Optional<Frozen> frozen(UUID round) {
        return sql.first("""
                select d.number, d.rows, (select count(*) from dataset_judgment j where j.dataset_id = d.id), d.created_at
                from iteration i join dataset d on d.id = i.dataset_id where i.id = ?""", c -> new Frozen(c.number(1), c.number(2), c.number(3), c.time(4)), round);
    }

    /** A run of a round; held-out losses are the first and the last that were measured. */
    public record RunLine(
            int number,
            String kind,
            String state,
            long step,
            long steps,
            Instant requestedAt,
            Optional<Instant> finishedAt,
            Optional<Double> before,
            Optional<Double> after,
            Optional<String> model,
            Optional<Duration> took) {
        public String name() {
            return RoundStep.of(kind).title();
        }

        public String numberText() {
            return Integer.toString(number);
        }

        public boolean measured() {
            return before.isPresent() && after.isPresent();
        }
    }

    List<RunLine> runs(UUID round) {
        return sql.list(
                """
                select r.number, r.kind,
                       coalesce(r.outcome, case when r.started_at is null then 'waiting' else 'running' end),
                       r.step, r.steps, r.requested_at, r.finished_at, e.before, e.after, m.name, r.started_at
                from run r left join model_version m on m.run_id = r.id
                left join lateral (
                  select (array_agg((body -> 'metrics' ->> 'loss')::double precision order by step, sequence))[1] as before,
                         (array_agg((body -> 'metrics' ->> 'loss')::double precision order by step desc, sequence desc))[1] as after
                  from run_event where run_id = r.id and kind = 'run.evaluation') e on true
                where r.iteration_id = ? order by r.number""",
                c -> new RunLine(
                        (int) c.number(1),
                        c.text(2),
                        c.text(3),
                        c.number(4),
                        c.number(5),
                        c.time(6),
                        c.maybeTime(7),
                        c.maybeText(8).isPresent() ? Optional.of(c.real(8)) : Optional.empty(),
                        c.maybeText(9).isPresent() ? Optional.of(c.real(9)) : Optional.empty(),
                        c.maybeText(10),
                        c.maybeTime(7).isPresent() && c.maybeTime(11).isPresent()
                                ? Optional.of(Duration.between(c.time(11), c.time(7)))
                                : Optional.empty()),
                round);
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
