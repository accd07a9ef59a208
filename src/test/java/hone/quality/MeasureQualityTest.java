package hone.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import hone.Servers;
import hone.evaluation.Share;
import hone.judgment.Degree;
import hone.judgment.Verdict;
import hone.kind.WorkKind;
import hone.project.Project;
import hone.quality.QualityRows.Shown;
import hone.quality.QualityShown.OfSubject;
import hone.web.Sql;
import hone.work.Bench;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is stored of judgments whose agreement was published, or worked out by hand. */
@QuarkusTest
@WithTestResource(Servers.class)
class MeasureQualityTest {
    /**
     * The worked example of the encyclopedia's article on Krippendorff's alpha, three people and fifteen things; 0 is missing. Here 1
     * is that the first answer is much better, 4 that neither is.
     */
    private static final int[][] PUBLISHED = {
        {0, 0, 0, 0, 0, 3, 4, 1, 2, 1, 1, 3, 3, 0, 3},
        {1, 0, 2, 1, 3, 3, 4, 3, 0, 0, 0, 0, 0, 0, 0},
        {0, 0, 2, 1, 3, 4, 4, 0, 2, 1, 1, 3, 3, 0, 4}
    };

    private static final String COMPARISON = WorkKind.COMPARISON.wireName();
    private static final String RANKING = WorkKind.RANKING.wireName();
    private static final String RATING = WorkKind.RATING.wireName();
    private static final String[] WHO = {"quinn-1", "quinn-2", "quinn-3"};

    @Inject
    Bench bench;

    @Inject
    Sql sql;

    @Inject
    MeasureQuality measure;

    @Inject
    QualityMeasures measures;

    @Inject
    QualityPages pages;

    private Project project;
    private QualityRows rows;

    @BeforeEach
    void newProject() {
        project = bench.project(3, WHO);
        rows = new QualityRows(bench, sql, project);
    }

    @Test
    void thePublishedExampleHasThePublishedAlphaAndAnUndoneJudgmentChangesIt() {
        List<UUID> judgments = judgePublished();

        Agreement before = only(measured());
        rows.undo(judgments.getLast());
        Agreement after = only(measured());

        assertThat(before.estimate().orElseThrow()).isCloseTo(0.807, within(5e-4));
        assertThat(before.items()).isEqualTo(12);
        assertThat(before.judgments()).isEqualTo(27);
        // All but three prefer the same; of one task's three pairs, one does, and nobody agrees about the last.
        assertThat(before.raw().orElseThrow()).isCloseTo((10 + 1 / 3.0) / 12, within(1e-12));
        assertThat(before.interval().orElseThrow().low())
                .isLessThan(before.estimate().orElseThrow());
        // From the definition: all pairs within tasks over all pairs, squared ordinal distances.
        assertThat(after.estimate().orElseThrow()).isCloseTo(0.8303330956907478, within(1e-12));
        assertThat(after.items()).isEqualTo(11);
        assertThat(after.judgments()).isEqualTo(26);
    }

    @Test
    void oneLabelerAloneHasNoAgreement() {
        Shown task = rows.task(COMPARISON, "Short.", "Longer.");
        rows.judged(WHO[0], task, prefers(task, 0, Degree.MUCH));

        QualityShown shown = measured();

        Agreement alone = only(shown);
        assertThat(alone.items()).isZero();
        assertThat(alone.estimate()).isEmpty();
        assertThat(alone.undefined()).isEqualTo("no item has two ratings");
        assertThat(alone.raw()).isEmpty();
        assertThat(shown.people().getFirst().lines().getFirst().agreement()).isEmpty();
    }

    /** Chance would agree as well: alpha isn't defined, raw agreement is. */
    @Test
    void whereAllSayTheSameAlphaIsUndefined() {
        for (int i = 0; i < 4; i++) {
            Shown task = rows.task(COMPARISON, "Short.", "Longer.");
            rows.judged(
                    WHO[0],
                    task,
                    new Verdict.Tied(task.answers().get(0), task.answers().get(1)));
            rows.judged(
                    WHO[1],
                    task,
                    new Verdict.BothBad(task.answers().get(0), task.answers().get(1)));
        }

        Agreement same = only(measured());

        assertThat(same.undefined()).isEqualTo("all ratings are the same, so no disagreement is expected");
        assertThat(same.estimate()).isEmpty();
        assertThat(same.raw()).contains(1.0);
    }

    /** a b c against a c b: two of three pairs in the same order, tau 1/3; the other task is ranked alike. */
    @Test
    void rankingsAreMeasuredByTau() {
        Shown apart = rows.task(RANKING, "a", "b", "c");
        Shown alike = rows.task(RANKING, "a", "b", "c");
        rows.judged(WHO[0], apart, ranks(apart, 0, 1, 2));
        rows.judged(WHO[1], apart, ranks(apart, 0, 2, 1));
        rows.judged(WHO[0], alike, ranks(alike, 2, 1, 0));
        rows.judged(WHO[1], alike, ranks(alike, 2, 1, 0));
        rows.judged(WHO[2], alike, new Verdict.NotRankable(alike.answers()));

        QualityShown shown = measured();

        Agreement tau = only(shown);
        assertThat(tau.estimate().orElseThrow()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(tau.raw().orElseThrow()).isCloseTo(5 / 6.0, within(1e-12));
        assertThat(tau.items()).isEqualTo(2);
        assertThat(tau.judgments()).isEqualTo(4); // one put nothing in an order
        assertThat(shown.people().getFirst().lines()).hasSize(3);
    }

    /**
     * Flags: yes yes, no yes. Two of the four pairs within answers differ, and six of the twelve of all four flags: 1 − (2/4) / (6/12).
     */
    @Test
    void eachCriterionOfRatingsIsMeasuredByItself() {
        Shown task = rows.task(RATING, "One.", "Two.");
        rows.judged(WHO[0], task, rates(task, 3, true, 7, false));
        rows.judged(WHO[1], task, rates(task, 3, true, 7, true));

        QualityShown shown = measured();

        Agreement kindness = about(shown, "kindness");
        Agreement isTrue = about(shown, "true");
        assertThat(kindness.estimate()).contains(1.0);
        assertThat(isTrue.estimate().orElseThrow()).isCloseTo(0, within(1e-12));
        assertThat(isTrue.raw()).contains(0.5);
        assertThat(isTrue.items()).isEqualTo(2);
        assertThat(isTrue.judgments()).isEqualTo(2);
        // Of both criteria of both answers, three of four; one task.
        assertThat(shown.people().getFirst().lines().getFirst().agreement()).contains(new Share(0.75, 1));
    }

    @Test
    void tendenciesOfOnePersonAreThoseCountedByHand() {
        for (int i = 0; i < 4; i++) {
            Shown task = rows.task(COMPARISON, "Short.", "The longer one.");
            List<UUID> turned = task.answers().reversed();
            rows.taking(10 + i);
            // The longer one is shown on the left each time and preferred three times.
            rows.judged(WHO[0], task, prefers(task, i == 0 ? 0 : 1, Degree.BETTER), turned);
            rows.judged(WHO[1], task, prefers(task, 1, Degree.MUCH), task.answers());
        }
        Shown tied = rows.task(COMPARISON, "Short.", "The longer one.");
        rows.taking(50);
        rows.judged(
                WHO[0],
                tied,
                new Verdict.Tied(tied.answers().get(0), tied.answers().get(1)));

        Tendencies first = measured().people().getFirst().lines().stream()
                .filter(line -> line.judgments() == 5)
                .findFirst()
                .orElseThrow();

        assertThat(first.sided().left()).contains(new Share(0.75, 4));
        assertThat(first.sided().longer()).contains(new Share(0.75, 4));
        assertThat(first.sided().ties()).contains(new Share(0.2, 5));
        assertThat(first.agreement()).contains(new Share(0.75, 4)); // the same answer, however much better
        assertThat(first.time().seconds()).isEqualTo(12);
        assertThat(first.isEnough()).isFalse();
    }

    /** Until a Sunday night and after it under the first version, which disagrees; the second agrees. */
    @Test
    void versionsAndWeeksAreMeasuredByThemselves() {
        bench.publish(project, COMPARISON, 2, "# Be kinder");
        Shown spanning = rows.task(COMPARISON, "a", "b");
        rows.at("2026-03-08T23:59:59Z").judged(WHO[0], spanning, prefers(spanning, 0, Degree.MUCH));
        rows.at("2026-03-09T00:00:00Z").judged(WHO[1], spanning, prefers(spanning, 1, Degree.MUCH));
        Shown later = rows.task(COMPARISON, "a", "b");
        rows.at("2026-03-12T12:00:00Z").under(2);
        rows.judged(WHO[0], later, prefers(later, 0, Degree.MUCH));
        rows.judged(WHO[1], later, prefers(later, 0, Degree.MUCH));
        Shown across = rows.task(COMPARISON, "a", "b");
        rows.judged(WHO[0], across, prefers(across, 1, Degree.MUCH));
        rows.under(1).judged(WHO[2], across, prefers(across, 0, Degree.MUCH));

        OfSubject comparisons = measured().subjects().getFirst();

        assertThat(comparisons.versions())
                .extracting(
                        line -> line.number(),
                        line -> line.agreement().items(),
                        line -> line.agreement().judgments())
                .containsExactly(tuple(2, 1L, 3L), tuple(1, 1L, 3L));
        assertThat(comparisons.versions().get(0).agreement().raw()).contains(1.0);
        assertThat(comparisons.versions().get(1).agreement().raw()).contains(0.0);
        // The task that spans two weeks belongs to the second.
        assertThat(comparisons.weeks())
                .extracting(
                        line -> line.monday().toString(),
                        line -> line.agreement().items())
                .containsExactly(tuple("2026-03-09", 3L));
    }

    @Test
    void judgmentsThatDoNotCountAreLeftOut() {
        Shown task = rows.task(COMPARISON, "a", "b");
        rows.judged(WHO[0], task, prefers(task, 0, Degree.MUCH));
        UUID waiting = rows.judged(WHO[1], task, prefers(task, 1, Degree.MUCH));
        sql.run("update judgment set accepted_at = null where id = ?", waiting);

        assertThat(only(measured()).judgments()).isEqualTo(1);
    }

    @Test
    void aProjectIsDueWhenAJudgmentBeganToCountOrWasUndoneAndAtMostOnceAMinute() {
        List<UUID> judgments = judgePublished();
        assertThat(isDue()).isTrue();

        measured();
        assertThat(isDue()).as("within a minute").isFalse();
        rows.undo(judgments.getFirst());
        assertThat(isDue()).as("within a minute").isFalse();
        measuredAgo("61 seconds");
        assertThat(isDue()).as("undone since").isTrue();

        measured();
        sql.run("update judgment set withdrawn_at = now() - interval '1 hour' where id = ?", judgments.getFirst());
        measuredAgo("61 seconds");
        assertThat(isDue()).as("nothing has changed").isFalse();
        sql.run("update judgment set accepted_at = now() where id = ?", judgments.getLast());
        assertThat(isDue()).as("accepted since").isTrue();
        sql.run("update quality_computed set took_millis = 4000 where project_id = ?", project.id);
        assertThat(isDue()).as("twenty times four seconds are not over").isFalse();
    }

    @Test
    void twoInstancesDoNotMeasureTheSame() {
        judgePublished();

        assertThat(measures.take(project.id)).isPresent();
        assertThat(measures.take(project.id)).isEmpty();
        assertThat(isDue()).isFalse();
        sql.run(
                "update quality_computed set lease_until = now() - interval '1 second' where project_id = ?",
                project.id);

        assertThat(isDue()).as("whoever had it is gone").isTrue();
        assertThat(measures.take(project.id)).isPresent();
    }

    /** Of thirty tasks all agree; of nineteen more nobody does, and of one more. */
    @Test
    void aPersonIsToldTheirAgreementFromThirtyTasksOnAndAgainAfterTwentyMore() {
        for (int i = 0; i < 29; i++) {
            judgeBoth(true);
        }
        measured();
        assertThat(told()).as("29 tasks").isEmpty();

        judgeBoth(true);
        measured();
        assertThat(told()).contains(new Share(1, 30));

        for (int i = 0; i < 19; i++) {
            judgeBoth(false);
        }
        measured();
        assertThat(told()).as("49 tasks").contains(new Share(1, 30));

        judgeBoth(false);
        measured();
        assertThat(told()).contains(new Share(0.6, 50));
    }

    private void judgeBoth(boolean alike) {
        Shown task = rows.task(COMPARISON, "Once there was a kite.", "No.");
        rows.judged(WHO[0], task, prefers(task, 0, Degree.MUCH));
        rows.judged(WHO[1], task, prefers(task, alike ? 0 : 1, Degree.MUCH));
    }

    private Optional<Share> told() {
        return sql.first(
                "select agreement, compared from quality_told where project_id = ? and labeler_id = ?",
                c -> new Share(c.real("agreement"), c.number("compared")),
                project.id,
                bench.person(WHO[0]));
    }

    private List<UUID> judgePublished() {
        List<UUID> judgments = new ArrayList<>();
        for (int i = 0; i < PUBLISHED[0].length; i++) {
            Shown task = rows.task(COMPARISON, "Once there was a kite.", "No.");
            for (int person = 0; person < WHO.length; person++) {
                Optional<Verdict> said = switch (PUBLISHED[person][i]) {
                    case 1 -> Optional.of(prefers(task, 0, Degree.MUCH));
                    case 2 -> Optional.of(prefers(task, 0, Degree.BETTER));
                    case 3 -> Optional.of(prefers(task, 0, Degree.SLIGHTLY));
                    case 4 ->
                        Optional.of(new Verdict.Tied(
                                task.answers().get(0), task.answers().get(1)));
                    default -> Optional.empty();
                };
                String who = WHO[person];
                said.ifPresent(verdict -> judgments.add(rows.judged(who, task, verdict)));
            }
        }
        return judgments;
    }

    private QualityShown measured() {
        measure.measure(project.id);
        return pages.of(project.id);
    }

    private boolean isDue() {
        // Tests beside this one have many projects, and so few are taken at a time.
        sql.run(
                "update quality_computed set lease_until = now() + interval '1 hour' where project_id <> ? and lease_until is null",
                project.id);
        sql.run("""
                insert into quality_computed (project_id, lease_until) select id, now() + interval '1 hour' from project where id <> ?
                on conflict do nothing""", project.id);
        return measures.due().contains(project.id);
    }

    private void measuredAgo(String time) {
        sql.run(
                "update quality_computed set computed_at = now() - cast(? as interval), took_millis = 1 where project_id = ?",
                time,
                project.id);
    }

    private static Agreement only(QualityShown shown) {
        assertThat(shown.byKind()).hasSize(1);
        return shown.byKind().getFirst();
    }

    private static Agreement about(QualityShown shown, String criterion) {
        return shown.byKind().stream()
                .filter(agreement -> agreement.subject().criterion().equals(criterion))
                .findFirst()
                .orElseThrow();
    }

    private static Verdict prefers(Shown task, int better, Degree degree) {
        return new Verdict.Preferred(task.answers().get(better), task.answers().get(1 - better), degree);
    }

    private static Verdict ranks(Shown task, int... bestFirst) {
        List<List<UUID>> places = new ArrayList<>();
        for (int answer : bestFirst) {
            places.add(List.of(task.answers().get(answer)));
        }
        return new Verdict.Ranking(places);
    }

    private static Verdict rates(Shown task, int kindness, boolean isTrue, int otherKindness, boolean otherIsTrue) {
        return new Verdict.Rating(List.of(
                new Verdict.Rated(task.answers().get(0), Map.of("kindness", kindness), Map.of("true", isTrue)),
                new Verdict.Rated(
                        task.answers().get(1), Map.of("kindness", otherKindness), Map.of("true", otherIsTrue))));
    }
}
