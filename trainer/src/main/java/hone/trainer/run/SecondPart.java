package hone.trainer.run;

import hone.contract.RunEvent;
import java.util.Optional;

/**
 * A run that first makes its rows and then learns from them is one run to whoever looks at it: steps of the second part count behind
 * those of the first.
 *
 * @param before steps of the first part
 * @param begun whether this worker has reported its start already
 */
public record SecondPart(long before, boolean begun) {
    /** As it is told of the whole run; empty for what was told already. */
    Optional<RunEvent> of(RunEvent event) {
        return switch (event) {
            case RunEvent.RunStarted start ->
                begun
                        ? Optional.empty()
                        : Optional.of(new RunEvent.RunStarted(
                                start.runId(),
                                start.sequence(),
                                start.at(),
                                before + start.fromStep(),
                                before + start.steps(),
                                start.machine(),
                                start.threads(),
                                start.warning(),
                                start.chatTemplate()));
            case RunEvent.StepReported step ->
                Optional.of(new RunEvent.StepReported(
                        step.runId(),
                        step.sequence(),
                        step.at(),
                        before + step.step(),
                        before + step.steps(),
                        step.metrics()));
            case RunEvent.EvaluationReported evaluation ->
                Optional.of(new RunEvent.EvaluationReported(
                        evaluation.runId(),
                        evaluation.sequence(),
                        evaluation.at(),
                        before + evaluation.step(),
                        evaluation.name(),
                        evaluation.metrics(),
                        evaluation.rows()));
            case RunEvent.CheckpointSaved saved ->
                Optional.of(new RunEvent.CheckpointSaved(
                        saved.runId(),
                        saved.sequence(),
                        saved.at(),
                        before + saved.step(),
                        saved.sha256(),
                        saved.bytes()));
            case RunEvent.RolledBack back ->
                Optional.of(new RunEvent.RolledBack(
                        back.runId(),
                        back.sequence(),
                        back.at(),
                        before + back.step(),
                        before + back.toStep(),
                        back.reason(),
                        back.cause(),
                        back.numbers(),
                        back.checkpoint()));
            case RunEvent.AnswersSampled answers -> Optional.of(answers);
            case RunEvent.AnswersScored scores -> Optional.of(scores);
            case RunEvent.RunSucceeded end -> Optional.of(end);
            case RunEvent.RunFailed end -> Optional.of(end);
            case RunEvent.RunStopped end -> Optional.of(end);
        };
    }
}
