package hone.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * On {@code run-events}, key = run id: what happened in a run. (run id, sequence) is unique; sequences start at 1 and a
 * repeated one is a repetition. After a restart from a checkpoint steps may be reported again, under new sequences.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(RunEvent.RunStarted.class),
    @JsonSubTypes.Type(RunEvent.StepReported.class),
    @JsonSubTypes.Type(RunEvent.AnswersSampled.class),
    @JsonSubTypes.Type(RunEvent.AnswersScored.class),
    @JsonSubTypes.Type(RunEvent.CheckpointSaved.class),
    @JsonSubTypes.Type(RunEvent.EvaluationReported.class),
    @JsonSubTypes.Type(value = RunEvent.RolledBack.class, names = RunEvent.RolledBack.EARLIER_NAME),
    @JsonSubTypes.Type(RunEvent.RunSucceeded.class),
    @JsonSubTypes.Type(RunEvent.RunFailed.class),
    @JsonSubTypes.Type(RunEvent.RunStopped.class)
})
public sealed interface RunEvent extends Kind {
    String runId();

    long sequence();

    Instant at();

    /** No events follow it. */
    default boolean last() {
        return this instanceof RunSucceeded || this instanceof RunFailed || this instanceof RunStopped;
    }

    /**
     * A worker began, or resumed from a checkpoint.
     *
     * @param fromStep 0, or the step of the checkpoint that it resumes from
     * @param steps how many steps the run has in all
     * @param warning a sentence about what makes the run's model worse than it could be
     * @param chatTemplate which chat template the run uses, in words; missing in runs of earlier versions
     */
    @JsonTypeName("run.started")
    record RunStarted(
            String runId,
            long sequence,
            Instant at,
            long fromStep,
            long steps,
            String machine,
            int threads,
            Optional<String> warning,
            Optional<String> chatTemplate)
            implements RunEvent {
        /** A worker without a warning. */
        public RunStarted(
                String runId, long sequence, Instant at, long fromStep, long steps, String machine, int threads) {
            this(runId, sequence, at, fromStep, steps, machine, threads, Optional.empty(), Optional.empty());
        }

        public RunStarted {
            Check.id("runId", runId);
            Check.positive("sequence", sequence);
            Check.notNegative("fromStep", fromStep);
            Check.notNegative("steps", steps);
        }
    }

    /** @param metrics stable paths: {@code loss}, {@code lr}, {@code grad_norm}, {@code num_tokens}, {@code objective/kl} … */
    @JsonTypeName("run.step")
    record StepReported(String runId, long sequence, Instant at, long step, long steps, Map<String, Double> metrics)
            implements RunEvent {
        public StepReported {
            Check.id("runId", runId);
            Check.positive("sequence", sequence);
            Check.notNegative("step", step);
            metrics = Map.copyOf(metrics);
        }
    }

    /**
     * @param purpose {@code task} for new answers of a Generate run, {@code before} and {@code after} for a run page
     * @param setAside prompts of a Generate run that can't be given to the model; absent: none
     */
    @JsonTypeName("run.answers")
    record AnswersSampled(
            String runId,
            long sequence,
            Instant at,
            String purpose,
            Optional<String> modelVersionId,
            double temperature,
            double topP,
            List<Sampled> answers,
            Optional<List<SetAside>> setAside)
            implements RunEvent {
        /** Nothing is set aside. */
        public AnswersSampled(
                String runId,
                long sequence,
                Instant at,
                String purpose,
                Optional<String> modelVersionId,
                double temperature,
                double topP,
                List<Sampled> answers) {
            this(runId, sequence, at, purpose, modelVersionId, temperature, topP, answers, Optional.empty());
        }

        public AnswersSampled {
            Check.id("runId", runId);
            Check.positive("sequence", sequence);
            Check.text("purpose", purpose);
            Check.notNegative("temperature", temperature);
            Check.share("topP", topP);
            answers = List.copyOf(answers);
            setAside = setAside.map(List::copyOf);
        }
    }

    /** @param reason a sentence for a person */
    record SetAside(String promptId, String reason) {
        public SetAside {
            Check.id("promptId", promptId);
            Check.text("reason", reason);
        }
    }

    /** @param ended true when the model ended the answer itself; false when the token limit cut it */
    record Sampled(String promptId, int k, List<Message> prompt, String text, long seed, int tokens, boolean ended) {
        public Sampled {
            Check.id("promptId", promptId);
            Check.notNegative("k", k);
            Check.notNegative("tokens", tokens);
            prompt = List.copyOf(prompt);
        }
    }

    /**
     * What the reward model of a Score run says of answers, as its checkpoint scales scores: mean 0 and deviation 1 on answers of the
     * model that it was trained from.
     *
     * @param probabilityScale by which a difference of scores is multiplied before σ makes it the probability, by Bradley and Terry,
     *     that one answer is preferred to the other: the deviation that the scores were divided by
     * @param unscored answers that the model can't read
     */
    @JsonTypeName("run.scores")
    record AnswersScored(
            String runId,
            long sequence,
            Instant at,
            double probabilityScale,
            List<Scored> scores,
            Optional<List<Unscored>> unscored)
            implements RunEvent {
        public AnswersScored {
            Check.id("runId", runId);
            Check.positive("sequence", sequence);
            Check.aboveZero("probabilityScale", probabilityScale);
            scores = List.copyOf(scores);
            unscored = unscored.map(List::copyOf);
        }
    }

    /** @param tokens of prompt and answer together */
    record Scored(String answerId, double score, int tokens) {
        public Scored {
            Check.id("answerId", answerId);
            Check.require(Double.isFinite(score), "score", score, "must be a number");
            Check.positive("tokens", tokens);
        }
    }

    /** @param reason a sentence for a person */
    record Unscored(String answerId, String reason) {
        public Unscored {
            Check.id("answerId", answerId);
            Check.text("reason", reason);
        }
    }

    @JsonTypeName("run.checkpoint")
    record CheckpointSaved(String runId, long sequence, Instant at, long step, String sha256, long bytes)
            implements RunEvent {
        public CheckpointSaved {
            Check.id("runId", runId);
            Check.positive("sequence", sequence);
            Check.notNegative("step", step);
            Check.sha256("sha256", sha256);
            Check.notNegative("bytes", bytes);
        }
    }

    /**
     * @param rows what was measured row by row, in the same order at every evaluation of a run, so that two of them can be
     * compared in pairs; absent if rows have no loss of their own
     */
    @JsonTypeName("run.evaluation")
    record EvaluationReported(
            String runId,
            long sequence,
            Instant at,
            long step,
            String name,
            Map<String, Double> metrics,
            Optional<List<RowLoss>> rows)
            implements RunEvent {
        public EvaluationReported {
            Check.id("runId", runId);
            Check.positive("sequence", sequence);
            Check.notNegative("step", step);
            Check.text("name", name);
            metrics = Map.copyOf(metrics);
            rows = rows.map(List::copyOf);
        }

        /** One without rows. */
        public EvaluationReported(
                String runId, long sequence, Instant at, long step, String name, Map<String, Double> metrics) {
            this(runId, sequence, at, step, name, metrics, Optional.empty());
        }
    }

    /**
     * @param loss of the whole row, in nats
     * @param tokens that the loss was taken over; 1 where an answer has one loss as a whole, as in KTO
     */
    record RowLoss(double loss, int tokens) {
        public RowLoss {
            Check.positive("tokens", tokens);
        }
    }

    /**
     * A number was not finite or passed a guard rail: training is rolled back to an earlier step, with a lower learning rate. Steps after {@code toStep} are reported again.
     *
     * @param step where it went wrong
     * @param toStep where it resumes: the step of the checkpoint, 0 when there is none yet
     * @param reason a sentence for a person
     * @param cause a stable word for machines: {@code nan-loss}, {@code kl-above-band}, {@code entropy-below-floor}, {@code length-drift},
     *     {@code clip-fraction-above-ceiling}, {@code value-loss-blow-up}
     * @param numbers what was seen, by metric name, and {@code lr_scale}, by which learning rates are multiplied from now on.
     *     A number that is not finite is left out
     */
    @JsonTypeName("run.rolled-back")
    record RolledBack(
            String runId,
            long sequence,
            Instant at,
            long step,
            long toStep,
            String reason,
            String cause,
            Map<String, Double> numbers,
            Optional<String> checkpoint)
            implements RunEvent {
        /** Its name in messages of earlier versions; it is read, never written. */
        public static final String EARLIER_NAME = "run.went-back";

        public RolledBack {
            Check.id("runId", runId);
            Check.positive("sequence", sequence);
            Check.notNegative("toStep", toStep);
            Check.require(toStep <= step, "toStep", toStep, "must not be after step " + step);
            Check.text("reason", reason);
            Check.text("cause", cause);
            numbers = Map.copyOf(numbers);
            checkpoint.ifPresent(sha256 -> Check.sha256("checkpoint", sha256));
        }
    }

    /** @param checkpoint the sha256 of the finished model's manifest; absent for a Generate or Score run */
    @JsonTypeName("run.succeeded")
    record RunSucceeded(String runId, long sequence, Instant at, Optional<String> checkpoint) implements RunEvent {
        public RunSucceeded {
            Check.id("runId", runId);
            Check.positive("sequence", sequence);
            checkpoint.ifPresent(sha256 -> Check.sha256("checkpoint", sha256));
        }
    }

    /**
     * @param reason a sentence that a person can act on
     * @param cause a stable word for machines: {@code wrong-hash}, {@code nan-loss}, {@code disk-full} …
     * @param lastGoodCheckpoint what is kept
     * @param numbers what the reason refers to, by metric name: {@code objective/kl} and its {@code limit}
     */
    @JsonTypeName("run.failed")
    record RunFailed(
            String runId,
            long sequence,
            Instant at,
            String reason,
            String cause,
            Optional<String> lastGoodCheckpoint,
            Optional<Map<String, Double>> numbers)
            implements RunEvent {
        /** A failure without numbers. */
        public RunFailed(
                String runId,
                long sequence,
                Instant at,
                String reason,
                String cause,
                Optional<String> lastGoodCheckpoint) {
            this(runId, sequence, at, reason, cause, lastGoodCheckpoint, Optional.empty());
        }

        public RunFailed {
            Check.id("runId", runId);
            Check.positive("sequence", sequence);
            Check.text("reason", reason);
            Check.text("cause", cause);
            lastGoodCheckpoint.ifPresent(sha256 -> Check.sha256("lastGoodCheckpoint", sha256));
            numbers = numbers.map(Map::copyOf);
        }
    }

    /** The run was cancelled and has ended. */
    @JsonTypeName("run.stopped")
    record RunStopped(String runId, long sequence, Instant at, String reason, Optional<String> lastGoodCheckpoint)
            implements RunEvent {
        public RunStopped {
            Check.id("runId", runId);
            Check.positive("sequence", sequence);
            Check.text("reason", reason);
            lastGoodCheckpoint.ifPresent(sha256 -> Check.sha256("lastGoodCheckpoint", sha256));
        }
    }
}
