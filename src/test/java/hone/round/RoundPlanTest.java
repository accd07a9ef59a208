package hone.round;

import static org.assertj.core.api.Assertions.assertThat;

import hone.round.RoundPlan.Facts;
import hone.round.RoundPlan.Next;
import hone.round.RoundPlan.RunFact;
import hone.round.RoundPlan.StageFact;
import hone.run.Outcome;
import hone.run.Stage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoundPlanTest {
    @Test
    void theStagesFollowEachOther() {
        assertThat(RoundPlan.next(new Facts(false, new Written().stages()))).isEqualTo(new Next.Freeze());
        Written round = new Written().with(Stage.values());
        for (Stage stage : Stage.values()) {
            assertThat(round.next()).isEqualTo(new Next.Take(stage));
            round.with(stage, running(1));
            assertThat(round.next()).isEqualTo(new Next.Await());
            round.with(stage, run(1, Outcome.SUCCEEDED));
        }
        assertThat(round.next()).isEqualTo(new Next.Finish(Outcome.SUCCEEDED, Optional.empty()));
    }

    @Test
    void severalGenerateRunsAreAllAwaited() {
        Written round = new Written().without(Stage.SFT, Stage.REWARD, Stage.PPO);

        assertThat(round.with(Stage.GENERATE, run(2, Outcome.SUCCEEDED), running(3))
                        .next())
                .isEqualTo(new Next.Await());
        assertThat(round.with(Stage.GENERATE, run(2, Outcome.SUCCEEDED), run(3, Outcome.SUCCEEDED))
                        .next())
                .isEqualTo(new Next.Finish(Outcome.SUCCEEDED, Optional.empty()));
    }

    @Test
    void aStageThatIsSwitchedOffIsPassedOver() {
        assertThat(new Written().without(Stage.SFT).next()).isEqualTo(new Next.Take(Stage.REWARD));
        assertThat(new Written()
                        .without(Stage.REWARD, Stage.GENERATE)
                        .with(Stage.SFT, run(1, Outcome.SUCCEEDED))
                        .next())
                .isEqualTo(new Next.Take(Stage.PPO));
        assertThat(new Written().without(Stage.values()).next())
                .as("freezing alone is a round")
                .isEqualTo(new Next.Finish(Outcome.SUCCEEDED, Optional.empty()));
    }

    @Test
    void aStageThatIsLeftOutForAReasonDoesNotEndTheRound() {
        Written round = new Written()
                .with(Stage.SFT, run(1, Outcome.SUCCEEDED))
                .leavesOut(Stage.REWARD, "Too few pairs.")
                .leavesOut(Stage.PPO, "No reward model.");

        assertThat(round.next()).isEqualTo(new Next.Take(Stage.GENERATE));
        assertThat(round.with(Stage.GENERATE, run(2, Outcome.SUCCEEDED)).next())
                .isEqualTo(new Next.Finish(Outcome.SUCCEEDED, Optional.empty()));
    }

    @Test
    void whenNoTrainingStageCouldBeTakenTheRoundFailsWithTheReasons() {
        Written round = new Written()
                .without(Stage.PPO)
                .leavesOut(Stage.SFT, "The dataset has no written answers.")
                .leavesOut(Stage.REWARD, "Too few pairs.");

        assertThat(round.next()).isInstanceOfSatisfying(Next.Finish.class, end -> {
            assertThat(end.outcome()).isEqualTo(Outcome.FAILED);
            assertThat(end.reason().orElse(""))
                    .contains("the dataset is kept", "The dataset has no written answers. Too few pairs.");
        });
    }

    @Test
    void aFailedRunEndsTheRoundWithItsSentence() {
        Next next = new Written()
                .with(Stage.SFT, new RunFact(7, Optional.of(Outcome.FAILED), Optional.of("The disk is full.")))
                .next();

        assertThat(next)
                .isEqualTo(new Next.Finish(Outcome.FAILED, Optional.of("SFT, run 7, failed: The disk is full.")));
    }

    @Test
    void aCancelledRunCancelsTheRound() {
        Next next = new Written()
                .without(Stage.SFT, Stage.REWARD, Stage.PPO)
                .with(Stage.GENERATE, running(2), run(3, Outcome.CANCELLED))
                .next();

        assertThat(next)
                .isInstanceOfSatisfying(
                        Next.Finish.class, end -> assertThat(end.outcome()).isEqualTo(Outcome.CANCELLED));
    }

    private static RunFact run(int number, Outcome outcome) {
        return new RunFact(number, Optional.of(outcome), Optional.empty());
    }

    private static RunFact running(int number) {
        return new RunFact(number, Optional.empty(), Optional.empty());
    }

    /** A frozen round of the usual stages, each as a test writes it. */
    private static final class Written {
        private final Map<Stage, StageFact> stages = new EnumMap<>(Stage.class);

        Written() {
            for (Stage stage : Stage.values()) {
                stages.put(stage, new StageFact(stage, stage.isUsual(), Optional.empty(), List.of()));
            }
        }

        Written with(Stage stage, RunFact... runs) {
            stages.put(stage, new StageFact(stage, true, Optional.empty(), Arrays.asList(runs)));
            return this;
        }

        Written with(Stage... on) {
            for (Stage stage : on) {
                stages.put(stage, new StageFact(stage, true, Optional.empty(), List.of()));
            }
            return this;
        }

        Written without(Stage... off) {
            for (Stage stage : off) {
                stages.put(stage, new StageFact(stage, false, Optional.empty(), List.of()));
            }
            return this;
        }

        Written leavesOut(Stage stage, String why) {
            stages.put(stage, new StageFact(stage, true, Optional.of(why), List.of()));
            return this;
        }

        List<StageFact> stages() {
            return new ArrayList<>(stages.values());
        }

        Next next() {
            return RoundPlan.next(new Facts(true, stages()));
        }
    }
}
