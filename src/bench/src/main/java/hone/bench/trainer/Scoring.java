package hone.bench.trainer;

import hone.bench.labelers.Answer;
import hone.bench.world.Prompt;
import hone.contract.Message;
import hone.contract.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Scores from a reward model, through the trainer's command line. */
public record Scoring(TrainerProgram trainer, Path work) {
    /** One score per answer, in the same order. */
    public List<Double> score(Path rewardModel, List<Prompt> prompts, List<Answer> answers)
            throws IOException, InterruptedException {
        Files.createDirectories(work);
        Path in = Files.createTempFile(work, "to-score-", ".jsonl");
        Path out = Files.createTempFile(work, "scores-", ".jsonl");
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            lines.add(Wire.write(Map.of(
                    "prompt", List.of(Message.user(prompts.get(i).text())),
                    "response", answers.get(i).text())));
        }
        Files.write(in, lines);
        int code = trainer.run(
                work,
                "score",
                rewardModel.toAbsolutePath().toString(),
                in.toAbsolutePath().toString(),
                out.toAbsolutePath().toString());
        if (code != 0) {
            throw new IOException("the reward model could not score: exit code " + code);
        }
        List<Double> scores = new ArrayList<>();
        for (String line : Files.readAllLines(out)) {
            scores.add(Wire.mapper().readTree(line).path("score").asDouble());
        }
        if (scores.size() != prompts.size()) {
            throw new IOException(scores.size() + " scores came for " + prompts.size() + " answers");
        }
        return scores;
    }
}
