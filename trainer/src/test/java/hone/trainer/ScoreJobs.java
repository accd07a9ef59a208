package hone.trainer;

import hone.contract.Message;
import hone.contract.RunEvent;
import hone.contract.ScorePrompt;
import hone.contract.ScoreRecipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs that score answers, and what they told. */
final class ScoreJobs {
    private ScoreJobs() {}

    /** Two answers to each prompt, of several lengths; those to prompt 3 are {@code answer-3-0} and {@code answer-3-1}. */
    static ScoreRecipe recipe(int prompts, int batchRows) {
        List<ScorePrompt> all = new ArrayList<>();
        for (int i = 0; i < prompts; i++) {
            all.add(prompt(
                    "prompt-" + i,
                    "How many cups had number " + i + "?",
                    "Vera had " + i % 10 + " cups" + ", and more".repeat(i % 4) + ".",
                    "Milo" + " gave".repeat(i % 3)));
        }
        return new ScoreRecipe(all, "auto", batchRows);
    }

    static ScorePrompt prompt(String promptId, String asked, String... answers) {
        List<ScorePrompt.Response> responses = new ArrayList<>();
        for (int i = 0; i < answers.length; i++) {
            responses.add(new ScorePrompt.Response(promptId.replace("prompt", "answer") + "-" + i, answers[i]));
        }
        return new ScorePrompt(promptId, List.of(Message.user(asked)), responses);
    }

    /** A finished reward model of this world. */
    static Path rewardModel(TinyWorld world) throws IOException {
        Path job = world.job("reward", TinyWorld.reward(1, 0), Optional.of(world.preferences()));
        if (RefusedRuns.run(job) != 0) {
            throw new IllegalStateException("the reward model could not be trained");
        }
        return Killing.model(job);
    }

    static Path job(TinyWorld world, Path reward, ScoreRecipe recipe) throws IOException {
        Path job = world.job(RefusedRuns.name(), recipe, Optional.empty());
        RefusedRuns.replace(job, world.model.toString(), reward.toString());
        return job;
    }

    static List<RunEvent.AnswersScored> events(Path job) throws IOException {
        return WorkerProcess.events(job).stream()
                .filter(RunEvent.AnswersScored.class::isInstance)
                .map(RunEvent.AnswersScored.class::cast)
                .toList();
    }

    /** Scores by answer; refuses an answer that was told twice. */
    static Map<String, Double> scores(Path job) throws IOException {
        Map<String, Double> scores = new LinkedHashMap<>();
        for (RunEvent.AnswersScored event : events(job)) {
            for (RunEvent.Scored one : event.scores()) {
                if (scores.put(one.answerId(), one.score()) != null) {
                    throw new AssertionError(one.answerId() + " was told twice");
                }
            }
        }
        return scores;
    }

    static List<RunEvent.Unscored> unscored(Path job) throws IOException {
        return events(job).stream()
                .flatMap(event -> event.unscored().orElse(List.of()).stream())
                .toList();
    }
}
