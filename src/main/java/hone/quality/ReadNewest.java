package hone.quality;

import hone.contract.Wire;
import hone.evaluation.Share;
import hone.judgment.Counting;
import hone.judgment.GoldJudgments;
import hone.judgment.RepeatJudgments;
import hone.judgment.Verdict;
import hone.kind.WorkKind;
import hone.pause.RuleSetting;
import hone.quality.Given.Side;
import hone.quality.Given.Sides;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The newest judgments of one person, those in which people choose, each with what others say: the same few however long they have worked. */
@ApplicationScoped
class ReadNewest {
    /** More people are never asked about one task. */
    private static final int OTHERS_MAX = RuleSetting.NEWEST * 20;

    private final Sql sql;

    ReadNewest(Sql sql) {
        this.sql = sql;
    }

    private record Mine(UUID task, Given given, long characters) {}

    private record Other(UUID task, Given given) {}

    /** Who has judged since a time and is not paused. */
    List<UUID> judgedSince(UUID project, Instant since) {
        return sql.list("""
                select m.labeler_id from member m
                where m.project_id = ? and exists (
                    select 1 from judgment j
                    where j.project_id = m.project_id and j.labeler_id = m.labeler_id and %s and j.judged_at > ?)
                  and not exists (
                    select 1 from pause p
                    where p.project_id = m.project_id and p.labeler_id = m.labeler_id and p.lifted_at is null)""".formatted(Counting.STANDS), c -> c.id("labeler_id"), project, since);
    }

    /**
     * Newest first. What a reviewer has decided in somebody's place is the reviewer's judgment but not their work.
     *
     * @param after judgments until then don't count
     */
    List<NewestWork.One> of(UUID project, UUID labeler, Instant after) {
        List<Mine> mine = sql.list(MINE, ReadNewest::mine, project, labeler, after);
        Map<UUID, List<Other>> others = sql
                .list(
                        OTHERS,
                        ReadNewest::other,
                        mine.stream().map(Mine::task).distinct().toArray(UUID[]::new),
                        labeler)
                .stream()
                .collect(Collectors.groupingBy(Other::task));
        return mine.stream()
                .map(one -> new NewestWork.One(
                        one.given(),
                        others.getOrDefault(one.task(), List.of()).stream()
                                .map(Other::given)
                                .toList(),
                        one.characters()))
                .toList();
    }

    /**
     * A share of the newest judgments that are no data.
     *
     * @param since when the first of these was given
     */
    record OfNoData(Share share, Instant since) {}

    /** How often they found the known answer of gold tasks. */
    Optional<OfNoData> gold(UUID project, UUID labeler, Instant after) {
        return sql.first(
                OF_NO_DATA.formatted("x.found", "gold_judgment", GoldJudgments.COUNT, RuleSetting.NEWEST),
                ReadNewest::ofNoData,
                project,
                labeler,
                after);
    }

    /** How often they decided the same when the same answers came again. */
    Optional<OfNoData> repeats(UUID project, UUID labeler, Instant after) {
        return sql.first(
                OF_NO_DATA.formatted(
                        "x.outcome = 'same'", "repeat_judgment", RepeatJudgments.COUNT, RuleSetting.NEWEST),
                ReadNewest::ofNoData,
                project,
                labeler,
                after);
    }

    private static OfNoData ofNoData(Sql.Cells c) throws SQLException {
        return new OfNoData(new Share((double) c.number("good") / c.number("all"), c.number("all")), c.time("since"));
    }

    private static final String OF_NO_DATA = """
            select count(*) filter (where x.good) as good, count(*) as all, min(x.judged_at) as since from (
              select %s as good, x.judged_at from %s x
              where x.project_id = ? and x.labeler_id = ? and x.judged_at > ? and %s
              order by x.judged_at desc limit %d) x having count(*) > 0""";

    private static final String GIVEN =
            "j.task_id, j.labeler_id, j.simulated, a.guideline_version_id, j.judged_at, j.seconds, j.verdict";

    private static final String MINE =
            """
            select %1$s, shown.characters, l.answer_id as left_id, r.answer_id as right_id
            from (select * from judgment j
                  where j.project_id = ? and j.labeler_id = ? and %2$s and j.judged_at > ? and j.kind in (%3$s)
                    and not exists (select 1 from gold g where g.task_id = j.task_id)
                    and not exists (select 1 from planned_repeat r where r.task_id = j.task_id)
                  order by j.judged_at desc limit %4$d) j
            join assignment a on a.id = j.assignment_id and a.labeler_id = j.labeler_id
            cross join lateral (
              select coalesce(sum(length(w.text)), 0) as characters
              from assignment_answer x join answer w on w.id = x.answer_id where x.assignment_id = j.assignment_id offset 0) shown
            left join assignment_answer l on l.assignment_id = j.assignment_id and l.position = 0 and j.kind = '%5$s'
            left join assignment_answer r on r.assignment_id = j.assignment_id and r.position = 1 and j.kind = '%5$s'
            order by j.judged_at desc""".formatted(GIVEN, Counting.STANDS, chosenKinds(), RuleSetting.NEWEST, WorkKind.COMPARISON.wireName());

    private static final String OTHERS = """
            select %s from (select * from judgment j where j.task_id = any (?) and j.labeler_id <> ? and %s limit %d) j
            join assignment a on a.id = j.assignment_id""".formatted(GIVEN, Counting.STANDS, OTHERS_MAX);

    private static String chosenKinds() {
        return Stream.of(WorkKind.values())
                .filter(kind -> kind.is(WorkKind.Labor.CHOOSING))
                .map(kind -> "'" + kind.wireName() + "'")
                .collect(Collectors.joining(", "));
    }

    private static Mine mine(Sql.Cells c) throws SQLException {
        Optional<UUID> left = c.maybeId("left_id");
        Optional<UUID> right = c.maybeId("right_id");
        return new Mine(
                c.id("task_id"),
                given(c, left.flatMap(l -> right.map(r -> new Sides(new Side(l, 0), new Side(r, 0))))),
                c.number("characters"));
    }

    private static Other other(Sql.Cells c) throws SQLException {
        return new Other(c.id("task_id"), given(c, Optional.empty()));
    }

    private static Given given(Sql.Cells c, Optional<Sides> sides) throws SQLException {
        return new Given(
                c.id("labeler_id"),
                c.flag("simulated"),
                c.id("guideline_version_id"),
                c.time("judged_at"),
                (int) c.number("seconds"),
                Wire.read(c.text("verdict"), Verdict.class),
                sides,
                Optional.empty());
    }
}
