package hone.trainer.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import hone.contract.Message;
import hone.trainer.data.DatasetPrompt;
import hone.trainer.rollout.AnswerScorer;
import hone.trainer.rollout.Rollout;
import hone.trainer.tokenizer.Tokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RuleFirstTest {
    private static final Path BASE =
            Path.of(System.getProperty("hone.root", ".."), "trainer", "base").toAbsolutePath();

    private static Rollout answered(Tokenizer tokenizer, String question, String answer) {
        int[] asked = tokenizer.encode(question);
        int[] said = tokenizer.encode(answer);
        int[] both = IntStream.concat(IntStream.of(asked), IntStream.of(said)).toArray();
        DatasetPrompt prompt = new DatasetPrompt(question, List.of(Message.user(question)));
        return new Rollout(prompt, both, asked.length, true, both);
    }

    @Test
    void theRuleJudgesWhatItCanAndTheRewardModelTheRestInItsOrder() {
        try (Tokenizer tokenizer = Tokenizer.load(BASE)) {
            List<Rollout> read = new ArrayList<>();
            AnswerScorer reward = rollouts -> {
                read.addAll(rollouts);
                return new float[] {0.25f, 0.75f};
            };
            List<Rollout> rollouts = List.of(
                    answered(tokenizer, "Tell a story about Mira.", "Mira had a kite."),
                    answered(tokenizer, "What is 27 + 35?", "27 + 35: ones 7 + 5 = 12, tens 2 + 3 + 1 = 6, so 62."),
                    answered(tokenizer, "What is 27 + 35?", "27 + 35: ones 7 + 5 = 12, tens 2 + 3 = 5, so 52."),
                    answered(tokenizer, "Where does Mira live?", "Mira lives here."));

            assertThat(new RuleFirst(new ArithmeticRule(), tokenizer, reward).score(rollouts))
                    .containsExactly(0.25f, 1, -1, 0.75f);
            assertThat(read).containsExactly(rollouts.get(0), rollouts.get(3));
        }
    }

    @Test
    void nobodyAsksTheRewardModelAboutNothing() {
        try (Tokenizer tokenizer = Tokenizer.load(BASE)) {
            AnswerScorer reward = rollouts -> {
                throw new AssertionError("asked about " + rollouts.size() + " answers");
            };

            assertThat(new RuleFirst(new ArithmeticRule(), tokenizer, reward)
                            .score(List.of(answered(tokenizer, "What is 1 + 2?", "1 + 2 = 3."))))
                    .containsExactly(1);
        }
    }
}
