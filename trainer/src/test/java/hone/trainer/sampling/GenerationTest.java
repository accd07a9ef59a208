package hone.trainer.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.Wire;
import hone.trainer.Shared;
import hone.trainer.data.TokenRows;
import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.DecoderConfig;
import hone.trainer.decoder.LabelLearning;
import hone.trainer.decoder.TinyDecoder;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Torch;
import hone.trainer.weights.InitialWeights;
import hone.trainer.weights.ModelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GenerationTest {
    private static final DecoderConfig TINY = TinyDecoder.CONFIG;

    @BeforeAll
    static void oneThread() {
        Torch.start(1);
    }

    @Test
    void aCachedAndPaddedBatchSaysWhatEachPromptSaysAloneWithoutACache() {
        List<List<Integer>> prompts = randomPrompts(11);

        try (Decoder model = InitialWeights.random(TINY, 7)) {
            List<Generation.Row> together = new Generation(
                            model, new GenerationSettings(0, 1, 12, List.of(-1), 0, List.of()))
                    .answer(prompts, new long[prompts.size()]);

            for (int r = 0; r < prompts.size(); r++) {
                assertThat(together.get(r).ids()).isEqualTo(greedyByFullForward(model, prompts.get(r), 12));
            }
        }
    }

    @Test
    void aSeedGivesTheSameAnswerAloneAndInCompany() {
        List<List<Integer>> prompts = randomPrompts(12);
        long[] seeds = {5, 6, 7, 8, 9};

        try (Decoder model = InitialWeights.random(TINY, 7)) {
            Generation generation =
                    new Generation(model, new GenerationSettings(1, 0.9, 12, List.of(1), 0, List.of(0)));
            List<Generation.Row> together = generation.answer(prompts, seeds);

            for (int r = 0; r < prompts.size(); r++) {
                assertThat(generation.answer(List.of(prompts.get(r)), new long[] {seeds[r]}))
                        .containsExactly(together.get(r));
            }
        }
    }

    @Test
    void tokensAreDrawnAsOftenAsTheirProbabilitySays() {
        double[] wanted = {0.5, 0.3, 0.15, 0.05};

        assertThat(Shares.of(wanted, SamplingParameters.of(1, 1).filter())).satisfies(found -> {
            for (int i = 0; i < wanted.length; i++) {
                assertThat(found[i]).isCloseTo(wanted[i], org.assertj.core.api.Assertions.within(0.015));
            }
        });
    }

    @Test
    void theNucleusKeepsTheTokenThatCrossesItsBorderAndNothingBehindIt() {
        double[] found = Shares.of(
                new double[] {0.15, 0.5, 0.05, 0.3},
                SamplingParameters.of(1, 0.7).filter());

        assertThat(found[0]).isZero();
        assertThat(found[2]).isZero();
        assertThat(found[1]).isCloseTo(0.5 / 0.8, org.assertj.core.api.Assertions.within(0.015));
    }

    @Test
    void aPublishedModelWritesItsPublishedStory() throws IOException {
        Path directory = Shared.folder("data/base-models/stories260K");
        JsonNode published = Wire.read(Files.readAllBytes(directory.resolve("golden_greedy_ids.json")), JsonNode.class);
        List<Integer> expected = new ArrayList<>();
        published.path("greedy_ids").forEach(id -> expected.add(id.asInt()));

        try (Decoder model = ModelFiles.load(directory)) {
            List<Generation.Row> story = new Generation(
                            model, new GenerationSettings(0, 1, expected.size() - 1, List.of(-1), 0, List.of()))
                    .answer(List.of(List.of(1)), new long[1]);

            assertThat(story.getFirst().ids()).isEqualTo(expected.subList(1, expected.size()));
        }
    }

    private static void learned(Decoder model, List<TokenRows> parts, double labels) {
        try (LabelLearning learning = LabelLearning.onThisThread(model)) {
            parts.forEach(part -> learning.learn(List.of(part), 1 / labels, 0));
            learning.complete();
        }
    }

    @Test
    void eightRowsAtOnceAreTwoTimesFourAccumulated() {
        List<TokenRows.Row> rows = randomPrompts(13, 8).stream()
                .map(ids -> TokenRows.Row.whole(ids.stream().mapToInt(i -> i).toArray()))
                .toList();

        try (Scope scope = Scope.open();
                Decoder whole = InitialWeights.random(TINY, 3);
                Decoder halves = InitialWeights.random(TINY, 3)) {
            TokenRows all = TokenRows.rightPadded(rows, 0);
            double count = all.labelCount();
            learned(whole, List.of(all), count);
            learned(
                    halves,
                    List.of(TokenRows.rightPadded(rows.subList(0, 4), 0), TokenRows.rightPadded(rows.subList(4, 8), 0)),
                    count);

            whole.parameters().forEach((name, parameter) -> {
                Tensor other = halves.parameters().getOrDefault(name, parameter);
                double largest = parameter.grad().abs().max().item_double();
                assertThat(other.grad().sub(parameter.grad()).abs().max().item_double() / Math.max(1e-3, largest))
                        .as(name)
                        .isLessThan(1e-5);
            });
        }
    }

    private static List<Integer> greedyByFullForward(Decoder model, List<Integer> prompt, int tokens) {
        List<Integer> ids = new ArrayList<>(prompt);
        for (int n = 0; n < tokens; n++) {
            try (Scope scope = Scope.open();
                    NoGradGuard constants = new NoGradGuard()) {
                long[] row = ids.stream().mapToLong(i -> i).toArray();
                Tensor logits = model.logits(model.hidden(Tensor.create(row, 1, row.length)));
                ids.add((int) logits.select(1, row.length - 1L)
                        .argmax(new LongOptional(-1), false)
                        .item_long());
            }
        }
        return ids.subList(prompt.size(), ids.size());
    }

    private static List<List<Integer>> randomPrompts(long seed) {
        return randomPrompts(seed, 5);
    }

    private static List<List<Integer>> randomPrompts(long seed, int count) {
        Random random = new Random(seed);
        List<List<Integer>> prompts = new ArrayList<>();
        for (int r = 0; r < count; r++) {
            List<Integer> prompt = new ArrayList<>();
            for (int t = 0; t < 3 + 4 * r; t++) {
                prompt.add(2 + random.nextInt(TINY.vocab() - 2));
            }
            prompts.add(prompt);
        }
        return prompts;
    }
}
