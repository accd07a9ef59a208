package hone.bench.circle;

import hone.contract.GrpoRecipe;
import hone.contract.PpoRecipe;
import hone.contract.StepOptimizer;
import hone.contract.Verifier;
import java.util.List;

/** Recipes of the demo that differ from those that a project has by itself. */
public final class DemoRecipes {
    private static final int ITERATIONS = 26;
    private static final double WRITTEN = 1.6;
    private static final double LAST_RATE = 0.05;

    /** Of a written answer about a fact; a story is longer. */
    static final int FACT_WORDS_MAX = 10;

    private static final double CHECKED_RATE = 1e-4;

    private DemoRecipes() {}

    /**
     * PPO in which a rule checks sums and facts, about which the reward model says little, and which goes on learning what people wrote
     * about these: without both the policy unlearned some. Stories follow the reward model alone: people end them kindly six times in
     * ten, and what they wrote would hold the policy there.
     */
    public static PpoRecipe ppo() {
        PpoRecipe small = PpoRecipe.small();
        return new PpoRecipe(
                ITERATIONS,
                small.rollouts(),
                small.passes(),
                small.optimizer().slowingTo(LAST_RATE),
                small.advantage(),
                small.clipping(),
                small.kl(),
                small.missingEndPenalty(),
                small.chatTemplate(),
                small.options().verifiedBy(rightOrWrong()).mixingChecked(WRITTEN));
    }

    /** Sums are worked out, facts compared with what somebody wrote. Stories have no right answer. */
    private static Verifier rightOrWrong() {
        return new Verifier.FirstOf(List.of(new Verifier.Arithmetic(), Verifier.Exact.upTo(FACT_WORDS_MAX)));
    }

    /** Sums checked by their rule: nobody has to say which of two is right. Not part of the demo, see {@code trainer/NOTES.md}. */
    static GrpoRecipe sums() {
        GrpoRecipe small = GrpoRecipe.small();
        return new GrpoRecipe(
                16,
                small.rollouts(),
                small.groupSize(),
                small.passes(),
                StepOptimizer.withRate(CHECKED_RATE),
                small.loss(),
                small.missingEndPenalty(),
                small.chatTemplate(),
                small.options().verifiedBy(new Verifier.Arithmetic()));
    }
}
