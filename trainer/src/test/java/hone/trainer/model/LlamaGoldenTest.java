package hone.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import hone.trainer.golden.Golden;
import hone.trainer.run.RunFailure;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Torch;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LlamaGoldenTest {
    @BeforeAll
    static void oneThreadAsInTheReference() {
        Torch.start(1);
    }

    static Stream<Golden.Check> logits() {
        return Stream.concat(
                Golden.checks("models/llama", "logits").stream(), Golden.checks("refuse", "logits").stream());
    }

    static List<Golden.Check> refusals() {
        return Golden.checks("refuse", "refuse");
    }

    @ParameterizedTest
    @MethodSource("logits")
    void logitsAreThoseOfTransformers(Golden.Check check) {
        String config = check.json().path("config").asText(LlamaConfig.FILE);

        try (Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard();
                Llama model = ModelFiles.load(
                        check.model(), LlamaConfig.read(check.model().resolve(config)))) {
            Golden.Tensors given = check.tensors();
            Tensor ids = given.get("input_ids");
            Tensor mask = given.get("attention_mask");
            Tensor hidden =
                    given.has("position_ids") ? model.hidden(ids, given.get("position_ids"), mask) : model.hidden(ids);
            Tensor logits = model.logits(hidden);

            assertThat(Golden.error(logits, given.get("logits"), mask.unsqueeze(-1)))
                    .isLessThanOrEqualTo(check.tolerance());
        }
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void brokenAndForeignModelsAreRefusedWithAReason(Golden.Check check) {
        RunFailure refusal = catchThrowableOfType(RunFailure.class, () -> ModelFiles.load(check.model()));

        assertThat(refusal).isNotNull();
        String sentence = refusal.sentence().toLowerCase(Locale.ROOT);
        assertThat(Stream.of(check.json().path("mentions_any"))
                        .flatMap(words -> words.valueStream())
                        .map(word -> word.asText().toLowerCase(Locale.ROOT)))
                .anyMatch(sentence::contains);
    }
}
