package hone.round;

import static org.assertj.core.api.Assertions.assertThat;

import hone.round.RoundPlan.Facts;
import hone.round.RoundPlan.Next;
import hone.round.RoundPlan.RunFact;
import hone.round.RoundPlan.StepFact;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoundPlanTest {
    @Test
    void theStepsFollowEachOther() {
        assertThat(RoundPlan.next(new Facts(false, new Written().steps()))).isEqualTo(new Next.Freeze());
        Written round = new Written();
        for (RoundStep step : RoundStep.values()) {
            assertThat(round.next()).isEqualTo(new Next.Take(step));
            round.with(step, run(1, ""));
            assertThat(round.next()).isEqualTo(new Next.Await());
            round.with(step, run(1, "succeeded"));
        }
        assertThat(round.next()).isEqualTo(new Next.Finish("succeeded", Optional.empty()));
    }

    @Test
    void severalGenerateRunsAreAllAwaited() {
        Written round = new Written().without(RoundStep.SFT, RoundStep.REWARD, RoundStep.PPO);

        assertThat(round.with(RoundStep.GENERATE, run(2, "succeeded"), run(3, ""))
                        .next())
                .isEqualTo(new Next.Await());
        assertThat(round.with(RoundStep.GENERATE, run(2, "succeeded"), run(3, "succeeded"))
                        .next())
                .isEqualTo(new Next.Finish("succeeded", Optional.empty()));
    }

    @Test
    void aStepThatIsSwitchedOffIsPassedOver() {
        assertThat(new Written().without(RoundStep.SFT).next()).isEqualTo(new Next.Take(RoundStep.REWARD));
        assertThat(new Written()
                        .without(RoundStep.REWARD, RoundStep.GENERATE)
                        .with(RoundStep.SFT, run(1, "succeeded"))
                        .next())
                .isEqualTo(new Next.Take(RoundStep.PPO));
        assertThat(new Written().without(RoundStep.values()).next())
                .as("freezing alone is a round")
                .isEqualTo(new Next.Finish("succeeded", Optional.empty()));
    }

    @Test
    void aStepThatIsLeftOutForAReasonDoesNotEndTheRound() {
        Written round = new Written()
                .with(RoundStep.SFT, run(1, "succeeded"))
                .leavesOut(RoundStep.REWARD, "Too few pairs.")
                .leavesOut(RoundStep.PPO, "No reward model.");

        assertThat(round.next()).isEqualTo(new Next.Take(RoundStep.GENERATE));
        assertThat(round.with(RoundStep.GENERATE, run(2, "succeeded")).next())
                .isEqualTo(new Next.Finish("succeeded", Optional.empty()));
    }

    @Test
    void whenNoTrainingStepCouldBeTakenTheRoundFailsWithTheReasons() {
        Written round = new Written()
                .without(RoundStep.PPO)
                .leavesOut(RoundStep.SFT, "The dataset has no written answers.")
                .leavesOut(RoundStep.REWARD, "Too few pairs.");

        assertThat(round.next()).isInstanceOfSatisfying(Next.Finish.class, end -> {
            assertThat(end.outcome()).isEqualTo("failed");
            assertThat(end.reason().orElse(""))
                    .contains("the dataset is kept", "The dataset has no written answers. Too few pairs.");
        });
    }

    @Test
    void aFailedRunEndsTheRoundWithItsSentence() {
        Next next = new Written()
                .with(RoundStep.SFT, new RunFact(7, Optional.of("failed"), Optional.of("The disk is full.")))
                .next();

        assertThat(next).isEqualTo(new Next.Finish("failed", Optional.of("SFT, run 7, failed: The disk is full.")));
    }

    @Test
    void aCancelledRunCancelsTheRound() {
        Next next = new Written()
                .without(RoundStep.SFT, RoundStep.REWARD, RoundStep.PPO)
                .with(RoundStep.GENERATE, run(2, ""), run(3, "cancelled"))
                .next();

        assertThat(next)
                .isInstanceOfSatisfying(
                        Next.Finish.class, end -> assertThat(end.outcome()).isEqualTo("cancelled"));
    }

    private static RunFact run(int number, String outcome) {
        return new RunFact(number, Optional.of(outcome).filter(o -> !o.isEmpty()), Optional.empty());
    }

    /** A frozen round, step by step as a test writes it. */
    private static final class Written {
        private final Map<RoundStep, StepFact> steps = new EnumMap<>(RoundStep.class);

        Written() {
            for (RoundStep step : RoundStep.values()) {
                steps.put(step, new StepFact(step, true, Optional.empty(), List.of()));
            }
        }

        Written with(RoundStep step, RunFact... runs) {
            steps.put(step, new StepFact(step, true, Optional.empty(), Arrays.asList(runs)));
            return this;
        }

        Written without(RoundStep... off) {
            for (RoundStep step : off) {
                steps.put(step, new StepFact(step, false, Optional.empty(), List.of()));
            }
            return this;
        }

        Written leavesOut(RoundStep step, String why) {
            steps.put(step, new StepFact(step, true, Optional.of(why), List.of()));
            return this;
        }

        List<StepFact> steps() {
            return new ArrayList<>(steps.values());
        }

        Next next() {
            return RoundPlan.next(new Facts(true, steps()));
        }
    }
}
