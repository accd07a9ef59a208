package hone.contract;

import java.util.List;
import java.util.Optional;

/**
 * A low-rank adapter that is trained instead of the weights, which stay as they are: W x becomes W x + scale · B A x. Source: Hu
 * et al. 2021, arXiv 2106.09685.
 *
 * @param rank rows of A
 * @param alpha the scale is alpha / rank
 * @param dropout share of A's inputs that a training step leaves out; absent: none
 * @param scaling {@value #STANDARD}, or {@value #RSLORA} for alpha / √rank (Kalajdzievski 2023, arXiv 2312.03732); absent: the
 *     former
 * @param targets names of matrices as the model's files have them, the last parts suffice ({@code q_proj}); absent: {@value
 *     #ALL_LINEAR}, every matrix but the embedding and the output matrix
 */
public record LoraSettings(
        int rank, double alpha, Optional<Double> dropout, Optional<String> scaling, Optional<List<String>> targets) {
    public static final String STANDARD = "standard";
    public static final String RSLORA = "rslora";
    public static final String ALL_LINEAR = "all-linear";

    private static final int RANK_MAX = 4096;
    private static final int TARGETS_MAX = 10_000;

    public LoraSettings {
        Check.within("lora.rank", rank, RANK_MAX);
        Check.aboveZero("lora.alpha", alpha);
        dropout.ifPresent(share -> {
            Check.require(share >= 0 && share < 1, "lora.dropout", share, "must be from 0 to below 1");
        });
        scaling.ifPresent(word -> Check.oneOf("lora.scaling", word, List.of(STANDARD, RSLORA)));
        targets.ifPresent(names -> {
            Check.within("lora.targets", names.size(), TARGETS_MAX);
            names.forEach(name -> Check.text("lora.targets", name));
        });
        targets = targets.map(List::copyOf);
    }

    /** Every linear layer, alpha twice the rank, no dropout. */
    public static LoraSettings ofRank(int rank) {
        return new LoraSettings(rank, 2.0 * rank, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** What B A x is multiplied by. */
    public static double scale(double alpha, long rank, Optional<String> scaling) {
        return alpha / (scaling.orElse(STANDARD).equals(RSLORA) ? Math.sqrt(rank) : rank);
    }
}
