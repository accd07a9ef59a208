package hone.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import hone.trainer.data.TokenRows;
import hone.trainer.golden.Golden;
import hone.trainer.optim.AdamW;
import hone.trainer.optim.CosineSchedule;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingGoldenTest {
    @BeforeAll
    static void oneThreadAsInTheReference() {
        Torch.start(1);
    }

    static List<Golden.Check> losses() {
        return Golden.checks("models/llama", "sft");
    }

    static List<Golden.Check> optimizers() {
        return Golden.checks("models/llama", "adamw");
    }

    static List<Golden.Check> generations() {
        return Golden.checks("models/llama", "generate");
    }

    static Stream<Golden.Check> schedules() {
        return Golden.checks("rl", "schedule").stream()
                .filter(check -> check.json().path("schedule").asText().equals("cosine"));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void lossAndGradientsAreThoseOfTransformersAlsoWhenAccumulated(Golden.Check check) {
        try (Scope scope = Scope.open();
                Llama model = ModelFiles.load(check.model())) {
            Golden.Tensors given = check.tensors();
            JsonNode expected = check.json().path("expected");
            double count = check.json().path("label_count").asDouble();
            double loss = 0;

            for (TokenRows rows : batches(check, given)) {
                Tensor part = TokenLoss.sum(model, rows).div(new Scalar(count));
                part.backward();
                loss += part.item_double();
            }

            assertThat(Golden.error(loss, expected.path("loss").asDouble())).isLessThanOrEqualTo(check.tolerance());
            model.parameters().forEach((name, parameter) -> {
                double norm = parameter.grad().norm().item_double();
                assertThat(Golden.error(
                                norm, expected.path("gradient_norms").path(name).asDouble()))
                        .as(name)
                        .isLessThanOrEqualTo(check.tolerance());
                if (given.has("grad." + name)) {
                    assertThat(Golden.error(parameter.grad(), given.get("grad." + name)))
                            .as(name)
                            .isLessThanOrEqualTo(check.tolerance());
                }
            });
        }
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void tenStepsOfAdamWAreThoseOfTorch(Golden.Check check) {
        JsonNode json = check.json();
        JsonNode expected = json.path("expected");
        AdamW.Settings settings = new AdamW.Settings(
                json.path("beta1").asDouble(),
                json.path("beta2").asDouble(),
                json.path("eps").asDouble(),
                json.path("weight_decay").asDouble());
        CosineSchedule schedule = new CosineSchedule(
                json.path("lr").asDouble(),
                json.path("warmup_steps").asLong(),
                json.path("total_steps").asLong(),
                0);
        try (Scope scope = Scope.open();
                Llama model = ModelFiles.load(check.model());
                AdamW optimizer = new AdamW(model.parameters(), settings)) {
            Golden.Tensors given = check.tensors();
            int steps = (int) given.get("input_ids").size(0);
            for (int s = 0; s < steps; s++) {
                TokenRows rows = rows(
                        given.get("input_ids").select(0, s), given.get("labels").select(0, s));
                Tensor loss = TokenLoss.sum(model, rows).div(new Scalar((double) rows.labelCount()));
                loss.backward();
                double norm = optimizer.clip(json.path("max_grad_norm").asDouble());
                optimizer.step(schedule.at(s));

                assertThat(Golden.error(
                                loss.item_double(),
                                expected.path("losses").path(s).asDouble()))
                        .isLessThanOrEqualTo(check.tolerance());
                assertThat(Golden.error(
                                norm,
                                expected.path("gradient_norms_per_step").path(s).asDouble()))
                        .isLessThanOrEqualTo(check.tolerance());
                assertThat(Golden.error(
                                schedule.at(s),
                                expected.path("learning_rates").path(s).asDouble()))
                        .isLessThanOrEqualTo(check.tolerance());
            }

            model.parameters().forEach((name, parameter) -> {
                assertThat(Golden.error(
                                parameter.detach().norm().item_double(),
                                expected.path("final_norms").path(name).asDouble()))
                        .as(name)
                        .isLessThanOrEqualTo(check.tolerance());
                assertThat(Golden.error(
                                parameter.detach().sum().item_double(),
                                expected.path("final_sums").path(name).asDouble()))
                        .as(name)
                        .isLessThanOrEqualTo(check.tolerance());
                if (given.has("final." + name)) {
                    assertThat(Golden.error(parameter.detach(), given.get("final." + name)))
                            .as(name)
                            .isLessThanOrEqualTo(check.tolerance());
                }
            });
        }
    }

    @ParameterizedTest
    @MethodSource("generations")
    void greedyAnswersOfLeftPaddedPromptsAreThoseOfTransformers(Golden.Check check) {
        try (Scope scope = Scope.open();
                Llama model = ModelFiles.load(check.model())) {
            Golden.Tensors given = check.tensors();
            long[] ids = numbers(given.get("input_ids"));
            long[] mask = numbers(given.get("attention_mask"));
            int width = (int) given.get("input_ids").size(1);
            List<List<Integer>> prompts = new ArrayList<>();
            for (int start = 0; start < ids.length; start += width) {
                List<Integer> prompt = new ArrayList<>();
                for (int t = start; t < start + width; t++) {
                    if (mask[t] == 1) {
                        prompt.add((int) ids[t]);
                    }
                }
                prompts.add(prompt);
            }
            List<Integer> ends = new ArrayList<>();
            check.json().path("eos_token_ids").forEach(id -> ends.add(id.asInt()));
            int most = check.json().path("max_new_tokens").asInt();

            List<Generation.Row> answers = new Generation(model, new SamplingSettings(0, 1, most, ends, 0, List.of()))
                    .answer(prompts, new long[prompts.size()]);

            long[] expected = numbers(given.get("sequences"));
            int total = (int) given.get("sequences").size(1);
            for (int r = 0; r < answers.size(); r++) {
                int[] row = new int[total - width];
                for (int t = 0; t < answers.get(r).ids().size(); t++) {
                    row[t] = answers.get(r).ids().get(t);
                }
                assertThat(Arrays.stream(row).asLongStream().toArray())
                        .isEqualTo(Arrays.copyOfRange(expected, r * total + width, (r + 1) * total));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void cosineIsThatOfTransformersAlsoPastItsEnd(Golden.Check check) {
        JsonNode json = check.json();
        CosineSchedule schedule = new CosineSchedule(
                json.path("lr").asDouble(),
                json.path("warmup_steps").asLong(),
                json.path("total_steps").asLong(),
                0);

        JsonNode rates = json.path("expected").path("learning_rates");
        for (int s = 0; s < rates.size(); s++) {
            assertThat(Golden.error(schedule.at(s), rates.get(s).asDouble())).isLessThanOrEqualTo(check.tolerance());
        }
    }

    private static List<TokenRows> batches(Golden.Check check, Golden.Tensors given) {
        int parts = check.json().path("micro_batches").asInt(0);
        if (parts == 0) {
            return List.of(rows(given.get("input_ids"), given.get("labels")));
        }
        List<TokenRows> batches = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            batches.add(rows(given.get("micro" + i + ".input_ids"), given.get("micro" + i + ".labels")));
        }
        return batches;
    }

    private static TokenRows rows(Tensor ids, Tensor labels) {
        float[] weights = new float[(int) ids.size(0)];
        Arrays.fill(weights, 1);
        return new TokenRows(weights.length, (int) ids.size(1), numbers(ids), numbers(labels), weights);
    }

    private static long[] numbers(Tensor tensor) {
        long[] numbers = new long[(int) tensor.numel()];
        new LongPointer(tensor.contiguous().data_ptr()).get(numbers);
        return numbers;
    }
}
