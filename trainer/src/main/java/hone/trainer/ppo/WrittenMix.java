package hone.trainer.ppo;

import hone.trainer.data.DatasetPrompt;
import hone.trainer.data.DemonstrationRows;
import hone.trainer.data.Demonstrations;
import hone.trainer.data.ExampleRows;
import hone.trainer.data.ShuffledOrder;
import hone.trainer.data.TokenRows;
import hone.trainer.decoder.LabelLearning;
import hone.trainer.decoder.PaddedRows;
import hone.trainer.run.DataParallel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Answers that people wrote, learned beside PPO so that the policy does not forget them: each step of the policy adds the
 * coefficient times the mean loss of some of them. Which ones follows from seed and step alone. Source: Ouyang et al. 2022, arXiv
 * 2203.02155, eq. 2 (PPO-ptx), there with text of pretraining.
 */
final class WrittenMix {
    private final DemonstrationRows rows;
    private final ShuffledOrder order;
    private final Share share;
    private final ExampleRows examples;

    private WrittenMix(DemonstrationRows rows, ShuffledOrder order, Share share, ExampleRows examples) {
        this.rows = rows;
        this.order = order;
        this.share = share;
        this.examples = examples;
    }

    /** How much of them. */
    record Share(double coefficient, int perStep, int together) {}

    /** @param mixed prompts whose written answers are learned */
    static WrittenMix of(Path data, Predicate<DatasetPrompt> mixed, ExampleRows examples, Share share, long seed) {
        DemonstrationRows rows = DemonstrationRows.of(
                Demonstrations.trainedOn(data, one -> mixed.test(DatasetPrompt.of(one))), examples::of, "written");
        if (rows.size() == 0) {
            throw rows.leftOut()
                    .nothingLeft(
                            "written answer (demonstration or correction), which the recipe mixes in (sftCoefficient, sftAnswers),",
                            examples.tokensMax());
        }
        rows.leftOut().print(examples.tokensMax());
        return new WrittenMix(rows, new ShuffledOrder(rows.size(), ShuffledOrder.mix(seed, 2)), share, examples);
    }

    /** What is not mixed in. */
    Map<String, Double> leftOut() {
        return rows.leftOut().metrics();
    }

    /** Adds this process's part to the policy's gradients; returns what its rows add to the mean loss of a token. */
    double learn(LabelLearning policy, long step, DataParallel together) {
        int[] numbers = LongStream.range(step * share.perStep, (step + 1) * share.perStep)
                .mapToInt(order::at)
                .toArray();
        List<TokenRows.Row> some = rows.at(numbers, examples.tokensMax());
        double labels = some.stream().mapToInt(TokenRows.Row::labelCount).sum();
        double mean = 0;
        int[] mine = together.share(
                IntStream.range(0, some.size()).toArray(), row -> some.get(row).tokens().length);
        for (int[] which : PaddedRows.ofSimilarLength(
                Arrays.stream(mine).mapToObj(row -> some.get(row).tokens()).toList(), share.together)) {
            TokenRows part = TokenRows.rightPadded(
                    Arrays.stream(which).mapToObj(i -> some.get(mine[i])).toList(),
                    examples.tokenizer().padId());
            mean += policy.learn(List.of(part), share.coefficient / labels, step) / labels;
        }
        return mean;
    }
}
