package hone.quality;

import hone.evaluation.Interval;
import hone.evaluation.Measure;
import hone.evaluation.Share;
import hone.evaluation.Verdict;
import hone.judgment.Counting;
import hone.judgment.GoldJudgments;
import hone.judgment.RepeatJudgments;
import hone.quality.AgreementTally.Agreed;
import hone.quality.LabelerTally.Tendency;
import hone.quality.ProjectTally.Part;
import hone.quality.ProjectTally.Worker;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows in which measures are kept, and which project is to be measured next. */
@ApplicationScoped
class QualityMeasures {
    /** A project is measured once in this time at most. */
    private static final String AT_MOST_EVERY = "1 minute";

    /** And so many times as long as it took rests it, so that a large project takes no more of the machine than a small one. */
    private static final int RESTS = 20;

    /** Whoever has not stored anything after so long is gone. */
    private static final String LEASE = "10 minutes";

    private static final int AT_A_TIME = 20;

    /**
     * People are told how far they agree with others again when so many more tasks are compared, or fewer: ten judgments can be
     * undone, and none of them may show in the number by itself.
     */
    private static final int TOLD_AFTER = 20;

    /** Guideline versions that are shown, per kind of work. */
    private static final int VERSIONS_MAX = 20;

    private final Sql sql;

    QualityMeasures(Sql sql) {
        this.sql = sql;
    }

    /**
     * Projects in which a judgment has begun to count since they were measured, or was undone. Those of the last minute before that
     * are looked at once more: they may have been committed after it, and clocks may differ.
     */
    List<UUID> due() {
        return sql.list(
                """
                select p.id from project p left join quality_computed q on q.project_id = p.id
                where coalesce(q.lease_until < now(), true)
                  and coalesce(q.computed_at + greatest(interval '%1$s', q.took_millis * interval '%2$d milliseconds') < now(), true)
                  and (exists (select 1 from judgment j where j.project_id = p.id and %3$s
                                 and j.accepted_at > coalesce(q.computed_at - interval '%1$s', '-infinity'))
                    or exists (select 1 from judgment j where j.project_id = p.id
                                 and j.%4$s > q.computed_at - interval '%1$s'))
                order by q.computed_at nulls first limit %5$d""".formatted(AT_MOST_EVERY, RESTS, Counting.COUNTS, Counting.COUNTS_NO_MORE_AT, AT_A_TIME),
                c -> c.id("id"));
    }

    /**
     * Takes a project, so that no other instance measures it.
     *
     * @return the time by the database's clock; empty if another one has it
     */
    Optional<Instant> take(UUID project) {
        return sql.first("""
                insert into quality_computed as q (project_id, lease_until) values (?, now() + interval '%s')
                on conflict (project_id) do update set lease_until = excluded.lease_until
                where q.lease_until is null or q.lease_until < now()
                returning now() as at""".formatted(LEASE), c -> c.time("at"), project);
    }

    /** The newest versions of each guideline of a project. */
    Set<UUID> versions(UUID project) {
        return new HashSet<>(sql.list("""
                select v.id from guideline g cross join lateral (
                  select id from guideline_version v where v.guideline_id = g.id order by v.number desc limit %d) v
                where g.project_id = ?""".formatted(VERSIONS_MAX), c -> c.id("id"), project));
    }

    /**
     * Replaces what was measured before, unless that is newer.
     *
     * @param at what was measured counted then
     */
    @Transactional
    void store(
            UUID project,
            Instant at,
            Duration took,
            long judgments,
            Map<Part, Agreed> agreed,
            Map<Worker, Tendency> tendencies) {
        int mine = sql.run("""
                update quality_computed set computed_at = ?, took_millis = ?, judgments = ?, lease_until = null
                where project_id = ? and coalesce(computed_at <= ?, true)""", at, took.toMillis(), judgments, project, at);
        if (mine == 0) {
            return;
        }
        sql.run("delete from quality_measure where project_id = ?", project);
        sql.run("delete from quality_labeler where project_id = ?", project);
        List<@Nullable Object[]> measures = new ArrayList<>();
        agreed.forEach((part, of) -> measures.add(row(project, part, of)));
        sql.runAll("""
                insert into quality_measure (project_id, scope, guideline_version_id, week, kind, form, criterion, judgments, simulated,
                  items, estimate, low, high, undefined, raw)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", measures);
        List<@Nullable Object[]> labelers = new ArrayList<>();
        tendencies.forEach((worker, of) -> labelers.add(row(project, worker, of)));
        sql.runAll("""
                insert into quality_labeler (project_id, labeler_id, kind, judgments, compared, agreement, left_share, left_of,
                  longer_share, longer_of, tie_share, tie_of, reward_share, reward_of, seconds, seconds_low, seconds_high)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", labelers);
        sql.run("""
                update quality_labeler q set gold_found = s.found, gold_of = s.judged from (
                  select x.labeler_id, x.kind, count(*) filter (where x.found) as found, count(*) as judged
                  from gold_judgment x where x.project_id = ? and %s group by x.labeler_id, x.kind) s
                where q.project_id = ? and q.labeler_id = s.labeler_id and q.kind = s.kind""".formatted(GoldJudgments.COUNT), project, project);
        consistency(project);
        tell(project, at);
        tellConsistency(project, at);
    }

    /** How often each person, and all of them together, decided the same again. */
    private void consistency(UUID project) {
        sql.run("""
                with counted as (
                  select x.labeler_id, x.kind, count(*) filter (where x.outcome = 'same') as same,
                    count(*) filter (where x.outcome = 'opposite') as opposite, count(*) filter (where x.outcome = 'tie') as tie
                  from repeat_judgment x where x.project_id = ? and %s group by x.labeler_id, x.kind),
                each as (
                  update quality_labeler q set repeat_same = s.same, repeat_opposite = s.opposite, repeat_tie = s.tie from counted s
                  where q.project_id = ? and q.labeler_id = s.labeler_id and q.kind = s.kind)
                update quality_computed set
                  repeat_same = (select coalesce(sum(same), 0) from counted),
                  repeat_opposite = (select coalesce(sum(opposite), 0) from counted),
                  repeat_tie = (select coalesce(sum(tie), 0) from counted)
                where project_id = ?""".formatted(RepeatJudgments.COUNT), project, project, project);
    }

    /** What each person is told of it, from thirty tasks on. */
    private void tell(UUID project, Instant at) {
        sql.run("""
                insert into quality_told as t (labeler_id, project_id, kind, compared, agreement, measured_at)
                select labeler_id, project_id, kind, compared, agreement, ? from quality_labeler
                where project_id = ? and compared >= %d
                on conflict (labeler_id, project_id, kind) do update
                  set compared = excluded.compared, agreement = excluded.agreement, measured_at = excluded.measured_at
                  where abs(excluded.compared - t.compared) >= %d""".formatted(Verdict.ENOUGH, TOLD_AFTER), at, project);
    }

    /** The same of deciding the same again, from thirty repeats on. */
    private void tellConsistency(UUID project, Instant at) {
        sql.run("""
                insert into consistency_told as t (labeler_id, project_id, kind, same, repeats, measured_at)
                select labeler_id, project_id, kind, repeat_same, repeat_same + repeat_opposite + repeat_tie, ? from quality_labeler
                where project_id = ? and repeat_same + repeat_opposite + repeat_tie >= %d
                on conflict (labeler_id, project_id, kind) do update
                  set same = excluded.same, repeats = excluded.repeats, measured_at = excluded.measured_at
                  where abs(excluded.repeats - t.repeats) >= %d""".formatted(Verdict.ENOUGH, TOLD_AFTER), at, project);
    }

    private static @Nullable Object[] row(UUID project, Part part, Agreed of) {
        Optional<Interval> interval = of.interval().toOptional();
        return new @Nullable Object[] {
            project,
            word(part.scope()),
            part.scope() instanceof Scope.Under(UUID version) ? version : null,
            part.scope() instanceof Scope.InWeek(LocalDate monday) ? monday : null,
            part.subject().kind().wireName(),
            part.subject().form().word(),
            part.subject().criterion(),
            of.judgments(),
            of.simulated(),
            of.items(),
            of.estimate().toOptional().orElse(null),
            interval.map(Interval::low).orElse(null),
            interval.map(Interval::high).orElse(null),
            of.estimate() instanceof Measure.Undefined<Double>(String reason) ? reason : null,
            of.raw().toOptional().orElse(null)
        };
    }

    private static String word(Scope scope) {
        return switch (scope) {
            case Scope.Whole() -> "project";
            case Scope.Under(UUID version) -> "guideline";
            case Scope.InWeek(LocalDate monday) -> "week";
        };
    }

    private static @Nullable Object[] row(UUID project, Worker worker, Tendency of) {
        Optional<Share> agreement = of.agreement().toOptional();
        Optional<Share> left = of.biases().left().toOptional();
        Optional<Share> longer = of.biases().longer().toOptional();
        Optional<Share> ties = of.biases().ties().toOptional();
        Optional<Share> reward = of.biases().withReward().toOptional();
        Optional<Interval> seconds = of.seconds().interval().toOptional();
        return new @Nullable Object[] {
            project,
            worker.labeler(),
            worker.kind().wireName(),
            of.judgments(),
            agreement.map(Share::of).orElse(0L),
            agreement.map(Share::share).orElse(null),
            left.map(Share::share).orElse(null),
            left.map(Share::of).orElse(0L),
            longer.map(Share::share).orElse(null),
            longer.map(Share::of).orElse(0L),
            ties.map(Share::share).orElse(null),
            ties.map(Share::of).orElse(0L),
            reward.map(Share::share).orElse(null),
            reward.map(Share::of).orElse(0L),
            of.seconds().median(),
            seconds.map(Interval::low).orElse(null),
            seconds.map(Interval::high).orElse(null)
        };
    }
}
