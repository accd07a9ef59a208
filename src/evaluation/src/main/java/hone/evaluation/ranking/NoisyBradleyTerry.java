package hone.evaluation.ranking;

import hone.evaluation.Measure;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Bradley-Terry with workers who may not look: with probability σ(γ) a worker compares, and says left with probability
 * σ(s_left − s_right); otherwise the answer is left with probability σ(q), whatever is shown (crowd-kit's NoisyBradleyTerry, after
 * Chen et al. 2013, Pairwise ranking aggregation in a crowdsourced setting).
 *
 * @param score s of each item
 * @param skill γ of each worker
 * @param bias q of each worker: above 0 towards the left
 */
public record NoisyBradleyTerry(double[] score, double[] skill, double[] bias) {
    /**
     * Normal priors of the fit. Without them nothing bounds the skill of a worker who always agrees or the score of an item that
     * always wins; they are wide, so that some ten judgments of a worker outweigh them.
     */
    private static final double SCORE_DEVIATION = 3;

    private static final double SKILL_MEAN = 2; // σ(2) = 0.88
    private static final double SKILL_DEVIATION = 2;
    private static final double BIAS_DEVIATION = 1;

    /** How likely it is that a worker compares: σ(γ). */
    public double reliability(int worker) {
        return sigmoid(skill[worker]);
    }

    /** Σ ln( σ(γ) σ(y (s_left − s_right)) + (1 − σ(γ)) σ(y q) ), y = 1 where left was said and −1 where right was. */
    public double logLikelihood(Judgments judgments) {
        return logLikelihood(judgments, flat(), new double[score.length + 2 * skill.length]);
    }

    /** The derivatives of {@link #logLikelihood}, of scores, then skills, then biases. */
    double[] gradient(Judgments judgments) {
        double[] gradient = new double[score.length + 2 * skill.length];
        logLikelihood(judgments, flat(), gradient);
        return gradient;
    }

    /** The most likely parameters given the judgments and the priors; scores have the mean 0. */
    public static Measure<NoisyBradleyTerry> of(Judgments judgments, IntFunction<String> names) {
        Optional<String> disconnected = new Comparability(judgments.byPair(), names).whyDisconnected();
        if (disconnected.isPresent()) {
            return Measure.undefined(disconnected.get());
        }
        double[] start = new double[judgments.items() + 2 * judgments.workers()];
        startScores(judgments, start);
        Arrays.fill(start, judgments.items(), judgments.items() + judgments.workers(), SKILL_MEAN);
        double[] found = Lbfgs.maximize(
                start,
                (at, gradient) -> logLikelihood(judgments, at, gradient)
                        + logPrior(judgments.items(), judgments.workers(), at, gradient));
        return Measure.of(ofFlat(judgments.items(), judgments.workers(), found));
    }

    /** ln of the odds to be preferred, with one judgment each way added. */
    private static void startScores(Judgments judgments, double[] start) {
        double[] won = new double[judgments.items()];
        double[] lost = new double[judgments.items()];
        Arrays.fill(won, 1);
        Arrays.fill(lost, 1);
        for (int j = 0; j < judgments.size(); j++) {
            int left = judgments.left()[j];
            int right = judgments.right()[j];
            won[judgments.saidLeft()[j] ? left : right]++;
            lost[judgments.saidLeft()[j] ? right : left]++;
        }
        for (int i = 0; i < won.length; i++) {
            start[i] = Math.log(won[i] / lost[i]);
        }
    }

    private static double logLikelihood(Judgments judgments, double[] at, double[] gradient) {
        int skills = judgments.items();
        int biases = skills + judgments.workers();
        double sum = 0;
        for (int j = 0; j < judgments.size(); j++) {
            int worker = judgments.worker()[j];
            int left = judgments.left()[j];
            int right = judgments.right()[j];
            double y = judgments.saidLeft()[j] ? 1 : -1;
            double compares = sigmoid(at[skills + worker]);
            double byScore = sigmoid(y * (at[left] - at[right]));
            double byBias = sigmoid(y * at[biases + worker]);
            double likelihood =
                    Math.max(compares * byScore + (1 - compares) * byBias, Double.MIN_NORMAL); // it may underflow
            sum += Math.log(likelihood);
            double ofScore = y * compares * byScore * (1 - byScore) / likelihood;
            gradient[left] += ofScore;
            gradient[right] -= ofScore;
            gradient[skills + worker] += compares * (1 - compares) * (byScore - byBias) / likelihood;
            gradient[biases + worker] += y * (1 - compares) * byBias * (1 - byBias) / likelihood;
        }
        return sum;
    }

    private static double logPrior(int items, int workers, double[] at, double[] gradient) {
        double sum = 0;
        for (int i = 0; i < at.length; i++) {
            double mean = i >= items && i < items + workers ? SKILL_MEAN : 0;
            double deviation = i < items ? SCORE_DEVIATION : i < items + workers ? SKILL_DEVIATION : BIAS_DEVIATION;
            double away = (at[i] - mean) / deviation;
            sum -= away * away / 2;
            gradient[i] -= away / deviation;
        }
        return sum;
    }

    private double[] flat() {
        double[] flat = Arrays.copyOf(score, score.length + 2 * skill.length);
        System.arraycopy(skill, 0, flat, score.length, skill.length);
        System.arraycopy(bias, 0, flat, score.length + skill.length, bias.length);
        return flat;
    }

    private static NoisyBradleyTerry ofFlat(int items, int workers, double[] flat) {
        return new NoisyBradleyTerry(
                Arrays.copyOf(flat, items),
                Arrays.copyOfRange(flat, items, items + workers),
                Arrays.copyOfRange(flat, items + workers, items + 2 * workers));
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
