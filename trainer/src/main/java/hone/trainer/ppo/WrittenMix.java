package hone.trainer.ppo;

import hone.trainer.data.AnsweredRow;
import hone.trainer.data.Demonstrations;
import hone.trainer.data.ShuffledOrder;
import hone.trainer.data.TokenRows;
import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.PaddedRows;
import hone.trainer.decoder.TokenLoss;
import hone.trainer.run.RunFailure;
import hone.trainer.tensor.Scope;
import hone.trainer.tokenizer.ChatTemplate;
import hone.trainer.tokenizer.Tokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Answers that people wrote, learned beside PPO so that the policy does not forget them: each step of the policy adds the
 * coefficient times the mean loss of some of them. Which ones follows from seed and step alone. Source: Ouyang et al. 2022, arXiv
 * 2203.02155, eq. 2 (PPO-ptx), there with text of pretraining.
 */
final class WrittenMix {
    private final List<TokenRows.Row> rows;
    private final ShuffledOrder order;
    private final double coefficient;
    private final int perStep;
    private final int together;
    private final int padId;

    private WrittenMix(
            List<TokenRows.Row> rows, ShuffledOrder order, double coefficient, int perStep, int together, int padId) {
        this.rows = rows;
        this.order = order;
        this.coefficient = coefficient;
        this.perStep = perStep;
        this.together = together;
        this.padId = padId;
    }

    /** How much of them. */
    record Share(double coefficient, int perStep, int together) {}

    static WrittenMix of(Path data, ChatTemplate template, Tokenizer tokenizer, int tokensMax, Share share, long seed) {
        List<TokenRows.Row> rows = Demonstrations.read(data).train().stream()
                .flatMap(written -> AnsweredRow.of(written.prompt(), written.response(), template, tokenizer)
                        .map(row -> new TokenRows.Row(row.tokens(), row.learned(), (float) written.weight()))
                        .stream())
                .filter(row -> row.tokens().length <= tokensMax)
                .toList();
        if (rows.isEmpty()) {
            throw new RunFailure(
                    "empty-dataset",
                    "The recipe mixes written answers in (sftCoefficient), and all of the dataset's are longer than "
                            + tokensMax + " tokens.");
        }
        return new WrittenMix(
                rows,
                new ShuffledOrder(rows.size(), ShuffledOrder.mix(seed, 2)),
                share.coefficient,
                share.perStep,
                share.together,
                tokenizer.padId());
    }

    /** Adds its part to the policy's gradients; returns the mean loss of a token. */
    double backward(Decoder policy, long step) {
        List<TokenRows.Row> some = new ArrayList<>();
        for (long i = 0; i < perStep; i++) {
            some.add(rows.get(order.at(step * perStep + i)));
        }
        double labels = some.stream().mapToInt(TokenRows.Row::labelCount).sum();
        double mean = 0;
        for (int[] which : PaddedRows.ofSimilarLength(
                some.stream().map(TokenRows.Row::tokens).toList(), together)) {
            try (Scope scope = Scope.open()) {
                TokenRows part = TokenRows.rightPadded(
                        Arrays.stream(which).mapToObj(some::get).toList(), padId);
                Tensor loss = TokenLoss.sum(policy, part).div(new Scalar(labels)); // scalar
                loss.mul(new Scalar(coefficient)).backward();
                mean += loss.item_double();
            }
        }
        return mean;
    }
}
