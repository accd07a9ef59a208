package hone.contract;

import java.util.List;

/**
 * The loss of direct preference optimisation.
 *
 * @param beta how strongly the policy is held near its start
 * @param loss {@value #SIGMOID} (Rafailov et al. 2023), or {@value #IPO} (Azar et al. 2023), whose log-ratios are means over tokens
 * @param labelSmoothing share of the pairs that are taken to be the wrong way round; only with {@value #SIGMOID}
 */
public record DpoSettings(double beta, String loss, double labelSmoothing) {
    public static final String SIGMOID = "sigmoid";
    public static final String IPO = "ipo";

    private static final double SMOOTHING_MAX = 0.5;

    public DpoSettings {
        Check.aboveZero("beta", beta);
        Check.oneOf("loss", loss, List.of(SIGMOID, IPO));
        Check.require(
                labelSmoothing >= 0 && labelSmoothing < SMOOTHING_MAX,
                "labelSmoothing",
                labelSmoothing,
                "must be from 0 to below 0.5");
        Check.require(
                !loss.equals(IPO) || labelSmoothing == 0, "labelSmoothing", labelSmoothing, "ipo has no smoothing");
    }

    public static DpoSettings sigmoid(double beta) {
        return new DpoSettings(beta, SIGMOID, 0);
    }
}
