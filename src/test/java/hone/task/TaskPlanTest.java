package hone.task;

import static org.assertj.core.api.Assertions.assertThat;

import hone.conversation.Answer;
import hone.kind.WorkKind;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TaskPlanTest {
    private static final String EVEN = "a".repeat(64);
    private static final String ODD = "b".repeat(64);
    private static final Set<WorkKind> ALL =
            EnumSet.of(WorkKind.COMPARISON, WorkKind.RANKING, WorkKind.CORRECTION, WorkKind.DEMONSTRATION);

    @Test
    void whereEverythingIsAskedTheNumberOfAnswersDecides() {
        assertThat(TaskPlan.of(answers(), ALL, 4, EVEN))
                .extracting(TaskPlan::kind)
                .containsExactly(WorkKind.DEMONSTRATION);
        assertThat(TaskPlan.of(answers("a"), ALL, 4, EVEN))
                .extracting(TaskPlan::kind)
                .containsExactly(WorkKind.CORRECTION);
        assertThat(TaskPlan.of(answers("a", "b"), ALL, 4, EVEN))
                .extracting(TaskPlan::kind)
                .containsExactly(WorkKind.COMPARISON);
        assertThat(TaskPlan.of(answers("a", "b", "c"), ALL, 4, ODD))
                .extracting(TaskPlan::kind)
                .containsExactly(WorkKind.RANKING);
    }

    @Test
    void theSameTextTwiceIsOneAnswer() {
        assertThat(TaskPlan.of(answers("a", "b", "a"), ALL, 4, EVEN))
                .extracting(TaskPlan::kind)
                .containsExactly(WorkKind.COMPARISON);
        assertThat(TaskPlan.of(answers("a", "a"), ALL, 4, EVEN))
                .extracting(TaskPlan::kind)
                .containsExactly(WorkKind.CORRECTION);
    }

    @Test
    void fourAnswersAreRankedOrComparedInDisjointPairsByThePromptsHash() {
        List<Answer.Key> five = answers("a", "b", "c", "d", "e");

        assertThat(TaskPlan.of(five.subList(0, 4), ALL, 4, EVEN))
                .containsExactly(new TaskPlan(WorkKind.RANKING, five.subList(0, 4)));
        assertThat(TaskPlan.of(five.subList(0, 4), ALL, 4, ODD))
                .containsExactly(
                        new TaskPlan(WorkKind.COMPARISON, five.subList(0, 2)),
                        new TaskPlan(WorkKind.COMPARISON, five.subList(2, 4)));
        assertThat(TaskPlan.of(five, ALL, 3, EVEN))
                .containsExactly(
                        new TaskPlan(WorkKind.RANKING, five.subList(0, 3)),
                        new TaskPlan(WorkKind.COMPARISON, five.subList(3, 5)));
        assertThat(TaskPlan.of(five, ALL, 4, EVEN))
                .containsExactly(
                        new TaskPlan(WorkKind.RANKING, five.subList(0, 3)),
                        new TaskPlan(WorkKind.COMPARISON, five.subList(3, 5)));
        assertThat(TaskPlan.of(five, ALL, 3, ODD))
                .containsExactly(
                        new TaskPlan(WorkKind.COMPARISON, five.subList(0, 2)),
                        new TaskPlan(WorkKind.RANKING, five.subList(2, 5)));
    }

    @Test
    void everyAnswerStandsInOneTaskHoweverManyThereAre() {
        for (int count = 5; count <= 20; count++) {
            List<Answer.Key> all = answers(
                    IntStream.range(0, count).mapToObj(Integer::toString).toArray(String[]::new));
            for (int size : new int[] {3, 4}) {
                for (String hash : List.of(EVEN, ODD)) {
                    assertThat(TaskPlan.of(all, ALL, size, hash))
                            .as("%d answers, rankings of %d", count, size)
                            .allSatisfy(plan -> assertThat(plan.answers()).hasSizeBetween(2, size))
                            .flatExtracting(TaskPlan::answers)
                            .containsExactlyElementsOf(all);
                }
            }
        }
    }

    @Test
    void whatIsOffIsNotAskedAndAnotherKindTakesItsPlaceWhereItCan() {
        List<Answer.Key> five = answers("a", "b", "c", "d", "e");

        assertThat(TaskPlan.of(five, EnumSet.of(WorkKind.COMPARISON), 4, EVEN))
                .containsExactly(
                        new TaskPlan(WorkKind.COMPARISON, five.subList(0, 2)),
                        new TaskPlan(WorkKind.COMPARISON, five.subList(2, 4)));
        assertThat(TaskPlan.of(five.subList(0, 3), EnumSet.of(WorkKind.COMPARISON), 4, ODD))
                .containsExactly(new TaskPlan(WorkKind.COMPARISON, five.subList(0, 2)));
        assertThat(TaskPlan.of(five, EnumSet.of(WorkKind.RANKING), 3, ODD))
                .containsExactly(new TaskPlan(WorkKind.RANKING, five.subList(0, 3)));
        assertThat(TaskPlan.of(five.subList(0, 2), EnumSet.of(WorkKind.RANKING), 4, EVEN))
                .isEmpty();
        assertThat(TaskPlan.of(answers(), EnumSet.complementOf(EnumSet.of(WorkKind.DEMONSTRATION)), 4, EVEN))
                .isEmpty();
        assertThat(TaskPlan.of(five, Set.of(), 4, EVEN)).isEmpty();
    }

    @Test
    void answersAreRatedUpToFourTogetherBesideWhateverElseIsAsked() {
        List<Answer.Key> six = answers("a", "b", "c", "d", "e", "f");

        assertThat(TaskPlan.of(six, EnumSet.of(WorkKind.RATING), 4, EVEN))
                .containsExactly(
                        new TaskPlan(WorkKind.RATING, six.subList(0, 4)),
                        new TaskPlan(WorkKind.RATING, six.subList(4, 6)));
        assertThat(TaskPlan.of(six.subList(0, 1), EnumSet.of(WorkKind.RATING, WorkKind.CORRECTION), 4, EVEN))
                .containsExactlyInAnyOrder(
                        new TaskPlan(WorkKind.RATING, six.subList(0, 1)),
                        new TaskPlan(WorkKind.CORRECTION, six.subList(0, 1)));
        assertThat(TaskPlan.of(List.of(), EnumSet.of(WorkKind.RATING), 4, EVEN)).isEmpty();
    }

    @Test
    void whoWritesIsAskedWhateverAnswersThereAreWhereNobodyChooses() {
        List<Answer.Key> three = answers("a", "b", "c");

        assertThat(TaskPlan.of(three, EnumSet.of(WorkKind.DEMONSTRATION), 4, EVEN))
                .containsExactly(new TaskPlan(WorkKind.DEMONSTRATION, List.of()));
        assertThat(TaskPlan.of(three, EnumSet.of(WorkKind.CORRECTION, WorkKind.DEMONSTRATION), 4, EVEN))
                .containsExactly(
                        new TaskPlan(WorkKind.CORRECTION, three.subList(0, 1)),
                        new TaskPlan(WorkKind.CORRECTION, three.subList(1, 2)),
                        new TaskPlan(WorkKind.CORRECTION, three.subList(2, 3)));
        assertThat(TaskPlan.of(three.subList(0, 1), EnumSet.of(WorkKind.COMPARISON, WorkKind.DEMONSTRATION), 4, EVEN))
                .containsExactly(new TaskPlan(WorkKind.DEMONSTRATION, List.of()));
    }

    private static List<Answer.Key> answers(String... texts) {
        UUID prompt = UUID.randomUUID();
        return Arrays.stream(texts)
                .map(t -> Answer.imported(prompt, t, null, Instant.EPOCH).key())
                .toList();
    }
}
