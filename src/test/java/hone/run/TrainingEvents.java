package hone.run;

import hone.contract.Message;
import hone.contract.RunEvent;
import hone.contract.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a trainer would tell of a reward and of a PPO run, with its names of metrics and numbers that nobody measured. */
public final class TrainingEvents {
    private static final Instant AT = Instant.parse("2026-11-23T06:00:00Z");

    private TrainingEvents() {}

    /** Twelve steps of a reward model; on held-out pairs it is right in three of four. */
    public static List<RunEvent> scored(String run) {
        List<RunEvent> events = new ArrayList<>();
        events.add(new RunEvent.RunStarted(run, 1, AT, 0, 12, "double", 1));
        for (int step = 1; step <= 12; step++) {
            events.add(new RunEvent.StepReported(
                    run,
                    1 + step,
                    AT,
                    step,
                    12,
                    Map.of("loss", 0.7 - 0.02 * step, "accuracy", 0.5 + 0.02 * step, "margin", 0.05 * step)));
        }
        events.add(new RunEvent.EvaluationReported(
                run,
                14,
                AT,
                12,
                "held-out",
                Map.of(
                        "loss", 0.52,
                        "accuracy", 0.75,
                        "accuracy/much", 0.9,
                        "accuracy/better", 0.74,
                        "accuracy/slightly", 0.58,
                        "pairs", 40.0,
                        "pairs/much", 11.0,
                        "people/agreement", 0.81,
                        "people/pairs", 26.0,
                        "people/accuracy", 0.77)));
        return ended(events, run);
    }

    /** Ten steps of PPO: scores and the distance to the reference rise, lengths stay. */
    public static List<RunEvent> bent(String run) {
        List<RunEvent> events = new ArrayList<>();
        events.add(new RunEvent.RunStarted(run, 1, AT, 0, 10, "double", 1));
        events.add(sampled(run, 2, "before", "The crumbs were gone. Nobody cared."));
        for (int step = 1; step <= 10; step++) {
            events.add(new RunEvent.StepReported(
                    run,
                    2 + step,
                    AT,
                    step,
                    10,
                    Map.ofEntries(
                            Map.entry("objective/scores", -0.4 + 0.15 * step),
                            Map.entry("objective/scores_deviation", 0.9),
                            Map.entry("objective/kl", 0.6 * step),
                            Map.entry("objective/entropy", 42.0),
                            Map.entry("policy/clipfrac_avg", 0.08),
                            Map.entry("loss/policy_avg", -0.01),
                            Map.entry("loss/value_avg", 0.3),
                            Map.entry("val/ratio", 1.0),
                            Map.entry("response/tokens_mean", 41.0),
                            Map.entry("episode", 128.0 * step),
                            Map.entry("lr", 2e-4))));
        }
        events.add(sampled(run, 13, "after", "The crumbs were shared, and everybody laughed."));
        return ended(events, run);
    }

    /** Fine-tuning on nine answers, each the best of several to one of twelve prompts. */
    static List<RunEvent> best(String run) {
        List<RunEvent> events = new ArrayList<>(TrainerDouble.tuned(run));
        events.set(
                2,
                new RunEvent.EvaluationReported(
                        run, 3, AT, 0, "best-of-n", Map.of("kl", 1.8, "rows", 9.0, "prompts", 12.0)));
        return events;
    }

    private static RunEvent sampled(String run, long sequence, String purpose, String text) {
        List<Message> asked = List.of(Message.user("Who feeds the heron?"));
        return new RunEvent.AnswersSampled(
                run,
                sequence,
                AT,
                purpose,
                Optional.empty(),
                1,
                1,
                List.of(new RunEvent.Sampled("p", 0, asked, text, 5, 7, true)));
    }

    private static List<RunEvent> ended(List<RunEvent> events, String run) {
        String sha256 = Wire.sha256(run.getBytes(StandardCharsets.UTF_8));
        long next = events.getLast().sequence() + 1;
        long step =
                events.stream().filter(RunEvent.StepReported.class::isInstance).count();
        events.add(new RunEvent.CheckpointSaved(run, next, AT, step, sha256, 1000));
        events.add(new RunEvent.RunSucceeded(run, next + 1, AT, Optional.of(sha256)));
        return events;
    }
}
