package hone.task;

import static org.assertj.core.api.Assertions.assertThat;

import hone.conversation.Answer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TaskPlanTest {
    private static final String EVEN = "a".repeat(64);
    private static final String ODD = "b".repeat(64);

    @Test
    void theNumberOfAnswersDecidesTheKind() {
        assertThat(TaskPlan.of(answers(), 4, EVEN)).extracting(TaskPlan::kind).containsExactly(WorkKind.DEMONSTRATION);
        assertThat(TaskPlan.of(answers("a"), 4, EVEN))
                .extracting(TaskPlan::kind)
                .containsExactly(WorkKind.CORRECTION);
        assertThat(TaskPlan.of(answers("a", "b"), 4, EVEN))
                .extracting(TaskPlan::kind)
                .containsExactly(WorkKind.COMPARISON);
        assertThat(TaskPlan.of(answers("a", "b", "c"), 4, ODD))
                .extracting(TaskPlan::kind)
                .containsExactly(WorkKind.RANKING);
    }

    @Test
    void theSameTextTwiceIsOneAnswer() {
        assertThat(TaskPlan.of(answers("a", "b", "a"), 4, EVEN))
                .extracting(TaskPlan::kind)
                .containsExactly(WorkKind.COMPARISON);
        assertThat(TaskPlan.of(answers("a", "a"), 4, EVEN))
                .extracting(TaskPlan::kind)
                .containsExactly(WorkKind.CORRECTION);
    }

    @Test
    void fourAnswersAreRankedOrComparedInDisjointPairsByThePromptsHash() {
        List<Answer> five = answers("a", "b", "c", "d", "e");

        assertThat(TaskPlan.of(five.subList(0, 4), 4, EVEN))
                .containsExactly(new TaskPlan(WorkKind.RANKING, five.subList(0, 4)));
        assertThat(TaskPlan.of(five.subList(0, 4), 4, ODD))
                .containsExactly(
                        new TaskPlan(WorkKind.COMPARISON, five.subList(0, 2)),
                        new TaskPlan(WorkKind.COMPARISON, five.subList(2, 4)));
        assertThat(TaskPlan.of(five, 3, EVEN))
                .containsExactly(
                        new TaskPlan(WorkKind.RANKING, five.subList(0, 3)),
                        new TaskPlan(WorkKind.COMPARISON, five.subList(3, 5)));
        assertThat(TaskPlan.of(five, 4, EVEN))
                .containsExactly(
                        new TaskPlan(WorkKind.RANKING, five.subList(0, 3)),
                        new TaskPlan(WorkKind.COMPARISON, five.subList(3, 5)));
        assertThat(TaskPlan.of(five, 3, ODD))
                .containsExactly(
                        new TaskPlan(WorkKind.COMPARISON, five.subList(0, 2)),
                        new TaskPlan(WorkKind.RANKING, five.subList(2, 5)));
    }

    @Test
    void everyAnswerStandsInOneTaskHoweverManyThereAre() {
        for (int count = 5; count <= 20; count++) {
            List<Answer> all = answers(
                    IntStream.range(0, count).mapToObj(Integer::toString).toArray(String[]::new));
            for (int size : new int[] {3, 4}) {
                for (String hash : List.of(EVEN, ODD)) {
                    assertThat(TaskPlan.of(all, size, hash))
                            .as("%d answers, rankings of %d", count, size)
                            .allSatisfy(plan -> assertThat(plan.answers()).hasSizeBetween(2, size))
                            .flatExtracting(TaskPlan::answers)
                            .containsExactlyElementsOf(all);
                }
            }
        }
    }

    private static List<Answer> answers(String... texts) {
        UUID prompt = UUID.randomUUID();
        return Arrays.stream(texts)
                .map(t -> Answer.imported(prompt, t, null, Instant.EPOCH))
                .toList();
    }
}
