package hone.evaluation.acquisition;

/**
 * How little is known about a prompt: 1 / √(1 + n) for one with n judgments, so 1 without any, ½ with three, ⅓ with eight. It is the
 * bonus of count-based exploration, β / √n in Strehl and Littman's MBIE-EB (<a
 * href="https://doi.org/10.1016/j.jcss.2007.08.009">An analysis of model-based interval estimation for Markov decision processes</a>,
 * 2008), with one added to the count, so that it is bounded.
 */
public final class PromptCoverage {
    private PromptCoverage() {}

    /** @param judgments of the prompt so far */
    public static double of(int judgments) {
        if (judgments < 0) {
            throw new IllegalArgumentException("judgments are counted from 0, not " + judgments);
        }
        return 1 / Math.sqrt(1.0 + judgments);
    }
}
