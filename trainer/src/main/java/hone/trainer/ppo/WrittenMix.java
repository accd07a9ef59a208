package hone.trainer.ppo;

import hone.trainer.data.DatasetPrompt;
import hone.trainer.data.Demonstrations;
import hone.trainer.data.ExampleRows;
import hone.trainer.data.LeftOut;
import hone.trainer.data.ShuffledOrder;
import hone.trainer.data.TokenRows;
import hone.trainer.decoder.LabelLearning;
import hone.trainer.decoder.PaddedRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Answers that people wrote, learned beside PPO so that the policy does not forget them: each step of the policy adds the
 * coefficient times the mean loss of some of them. Which ones follows from seed and step alone. Source: Ouyang et al. 2022, arXiv
 * 2203.02155, eq. 2 (PPO-ptx), there with text of pretraining.
 */
final class WrittenMix {
    private final List<TokenRows.Row> rows;
    private final LeftOut leftOut;
    private final ShuffledOrder order;
    private final Share share;
    private final int padId;

    private WrittenMix(List<TokenRows.Row> rows, LeftOut leftOut, ShuffledOrder order, Share share, int padId) {
        this.rows = rows;
        this.leftOut = leftOut;
        this.order = order;
        this.share = share;
        this.padId = padId;
    }

    /** How much of them. */
    record Share(double coefficient, int perStep, int together) {}

    /** @param mixed prompts whose written answers are learned */
    static WrittenMix of(Path data, Predicate<DatasetPrompt> mixed, ExampleRows examples, Share share, long seed) {
        LeftOut leftOut = new LeftOut("written");
        List<TokenRows.Row> rows = Demonstrations.read(data).train().stream()
                .filter(one -> mixed.test(DatasetPrompt.of(one)))
                .flatMap(one -> leftOut.row(examples.of(one.prompt(), one.response(), one.weight())).stream())
                .toList();
        if (rows.isEmpty()) {
            throw leftOut.nothingLeft(
                    "written answer, which the recipe mixes in (sftCoefficient, sftAnswers),", examples.tokensMax());
        }
        leftOut.print(examples.tokensMax());
        return new WrittenMix(
                rows,
                leftOut,
                new ShuffledOrder(rows.size(), ShuffledOrder.mix(seed, 2)),
                share,
                examples.tokenizer().padId());
    }

    /** What is not mixed in. */
    Map<String, Double> leftOut() {
        return leftOut.metrics();
    }

    /** Adds its part to the policy's gradients; returns the mean loss of a token. */
    double learn(LabelLearning policy, long step) {
        List<TokenRows.Row> some = new ArrayList<>();
        for (long i = 0; i < share.perStep; i++) {
            some.add(rows.get(order.at(step * share.perStep + i)));
        }
        double labels = some.stream().mapToInt(TokenRows.Row::labelCount).sum();
        double mean = 0;
        for (int[] which : PaddedRows.ofSimilarLength(
                some.stream().map(TokenRows.Row::tokens).toList(), share.together)) {
            TokenRows part = TokenRows.rightPadded(
                    Arrays.stream(which).mapToObj(some::get).toList(), padId);
            mean += policy.learn(List.of(part), share.coefficient / labels, step) / labels;
        }
        return mean;
    }
}
