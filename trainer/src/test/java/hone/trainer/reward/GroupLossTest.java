package hone.trainer.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import hone.contract.Message;
import hone.trainer.data.DatasetPrompt;
import hone.trainer.data.InTwo;
import hone.trainer.data.Preferences;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GroupLossTest {
    private static final DatasetPrompt PROMPT = new DatasetPrompt("prompt", List.of(Message.user("Which?")));

    private static ScoredGroup ofLength(int tokens, int answers) {
        return new ScoredGroup(
                java.util.stream.Stream.generate(() -> new int[tokens])
                        .limit(answers)
                        .toList(),
                List.of());
    }

    @Test
    void aBatchIsCutBetweenItsShortAndItsLongGroups() {
        List<List<ScoredGroup>> parts = InTwo.of(
                List.of(ofLength(60, 2), ofLength(10, 2), ofLength(62, 2), ofLength(12, 4), ofLength(11, 2)),
                group -> group.rows().size(),
                ScoredGroup::longest);

        assertThat(parts).hasSize(2);
        assertThat(parts.getFirst()).extracting(ScoredGroup::longest).containsExactly(10, 11, 12);
        assertThat(parts.getLast()).extracting(ScoredGroup::longest).containsExactly(60, 62);
        assertThat(InTwo.of(List.of(ofLength(5, 2)), group -> 2, ScoredGroup::longest))
                .hasSize(1);
    }

    @Test
    void accuracyIsToldByDegreeAndBesideThePeoplesOwnAgreement() {
        HeldOutAccuracy accuracy = new HeldOutAccuracy();
        List<String> answers = List.of("good", "bad");
        Preferences.Pair goodMuch = new Preferences.Pair(0, 1, 1, 1);
        Preferences.Pair badSlightly = new Preferences.Pair(1, 0, 1 / 3.0, 1);

        // Three people on the same two answers: two for the good one, one slightly against. The model is for the good
        // one.
        accuracy.add(new Preferences.Group(PROMPT, answers, List.of(goodMuch)), new float[] {2, 1});
        accuracy.add(new Preferences.Group(PROMPT, answers, List.of(goodMuch)), new float[] {2, 1});
        accuracy.add(
                new Preferences.Group(PROMPT, List.of("bad", "good"), List.of(new Preferences.Pair(0, 1, 1 / 3.0, 1))),
                new float[] {1, 2});
        // And a pair that one person alone has seen.
        accuracy.add(
                new Preferences.Group(new DatasetPrompt("other", PROMPT.messages()), answers, List.of(badSlightly)),
                new float[] {0, 3});

        Map<String, Double> metrics = accuracy.metrics();
        assertThat(metrics).containsEntry("accuracy", 0.75).containsEntry("pairs", 4.0);
        assertThat(metrics).containsEntry("accuracy/much", 1.0).containsEntry("accuracy/slightly", 0.5);
        assertThat(metrics).doesNotContainKey("accuracy/better");
        assertThat(metrics.get("people/agreement")).isCloseTo(1 / 3.0, within(1e-9));
        assertThat(metrics).containsEntry("people/pairs", 3.0);
        assertThat(metrics.get("people/accuracy")).isCloseTo(2 / 3.0, within(1e-9));
    }

    @Test
    void nothingToMeasureIsNoNumber() {
        assertThat(new HeldOutAccuracy().metrics()).isEmpty();
    }
}
