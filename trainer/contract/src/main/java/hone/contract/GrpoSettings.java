package hone.contract;

import java.util.List;

/**
 * The loss of group-relative policy optimisation.
 *
 * @param lossType what tokens' losses are divided by: {@code grpo} each answer's length, then the answers; {@code bnpo} the tokens
 *     of a minibatch; {@code dr_grpo} the longest possible answer, then the answers; {@code dapo} a minibatch's share of the
 *     iteration's tokens
 * @param advantage how rewards become advantages within the answers to one prompt: {@code group} (r − mean) / deviation of the
 *     group, {@code batch} of the whole iteration, {@code none} r − mean, {@code leave-one-out} r − mean of the others (RLOO)
 * @param epsilonLow how far a ratio may fall below 1
 * @param epsilonHigh how far it may rise above 1
 * @param beta weight of the divergence from the start (k3); 0 needs no reference
 */
public record GrpoSettings(String lossType, String advantage, double epsilonLow, double epsilonHigh, double beta) {
    public static final String GRPO = "grpo";
    public static final String BNPO = "bnpo";
    public static final String DR_GRPO = "dr_grpo";
    public static final String DAPO = "dapo";

    public static final String GROUP = "group";
    public static final String BATCH = "batch";
    public static final String NONE = "none";
    public static final String LEAVE_ONE_OUT = "leave-one-out";

    private static final List<String> LOSS_TYPES = List.of(GRPO, BNPO, DR_GRPO, DAPO);
    private static final List<String> ADVANTAGES = List.of(GROUP, BATCH, NONE, LEAVE_ONE_OUT);

    public GrpoSettings {
        Check.oneOf("lossType", lossType, LOSS_TYPES);
        Check.oneOf("advantage", advantage, ADVANTAGES);
        Check.aboveZero("epsilonLow", epsilonLow);
        Check.aboveZero("epsilonHigh", epsilonHigh);
        Allowed.weight("beta", beta);
    }

    /** Token-level loss, deviations of groups, ratios within 0.2, a little of the divergence. */
    public static GrpoSettings usual() {
        return new GrpoSettings(DAPO, GROUP, 0.2, 0.2, 0.04);
    }
}
