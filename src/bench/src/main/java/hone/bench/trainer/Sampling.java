package hone.bench.trainer;

import hone.bench.labelers.Answer;
import hone.bench.stack.Folders;
import hone.bench.world.Prompt;
import hone.contract.GeneratePrompt;
import hone.contract.GenerateRecipe;
import hone.contract.Job;
import hone.contract.Message;
import hone.contract.Recipe;
import hone.contract.RunEvent;
import hone.contract.SamplingSettings;
import hone.contract.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A model's answers to prompts, sampled by a worker. */
public record Sampling(TrainerProgram trainer, Path work, int threads) {
    private static final int BATCH_ROWS = 64;

    /**
     * @param perPrompt answers to each prompt, returned consecutively
     * @param chatTemplate how the prompt is presented to the model: {@code auto}, {@code hone}, {@code document}
     */
    public record Settings(int perPrompt, double temperature, int tokensMax, String chatTemplate, long seed) {}

    /** The answers in the order of the prompts. */
    public List<RunEvent.Sampled> sample(String runId, Path model, List<Prompt> prompts, Settings settings)
            throws IOException, InterruptedException {
        return sampleTexts(runId, model, prompts.stream().map(Prompt::text).toList(), settings);
    }

    public List<RunEvent.Sampled> sampleTexts(String runId, Path model, List<String> prompts, Settings settings)
            throws IOException, InterruptedException {
        List<GeneratePrompt> asked = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            asked.add(new GeneratePrompt("%06d".formatted(i), List.of(Message.user(prompts.get(i)))));
        }
        Recipe recipe = new GenerateRecipe(
                asked,
                settings.perPrompt(),
                new SamplingSettings(settings.temperature(), 1, settings.tokensMax()),
                settings.chatTemplate(),
                BATCH_ROWS);
        Job job = new Job(
                runId,
                recipe,
                Optional.empty(),
                model.toAbsolutePath().toString(),
                Optional.empty(),
                Optional.empty(),
                work.resolve(runId).toAbsolutePath().toString(),
                work.resolve("models").toAbsolutePath().toString(),
                settings.seed(),
                threads);
        forgetOther(job);
        List<RunEvent.Sampled> answers = trainer.run(job).stream()
                .filter(RunEvent.AnswersSampled.class::isInstance)
                .flatMap(event -> ((RunEvent.AnswersSampled) event).answers().stream())
                .distinct()
                .sorted(Comparator.comparing(RunEvent.Sampled::promptId).thenComparing(RunEvent.Sampled::k))
                .toList();
        if (answers.size() != prompts.size() * settings.perPrompt()) {
            throw new IOException("the run %s gave %d answers where %d were asked for"
                    .formatted(runId, answers.size(), prompts.size() * settings.perPrompt()));
        }
        return answers;
    }

    /** A run resumes from its folder; an earlier one of this name is in the way unless it was the same one. */
    private static void forgetOther(Job job) throws IOException {
        Path folder = Path.of(job.folder());
        Path earlier = folder.resolve(Job.FILE);
        boolean same = Files.exists(earlier) && Files.readString(earlier).equals(Wire.write(job));
        if (!same && Files.exists(folder)) {
            Folders.delete(folder);
        }
    }

    /** The same answers as labelers see them. */
    public static List<Answer> read(List<RunEvent.Sampled> sampled) {
        return sampled.stream().map(one -> new Answer(one.text(), one.ended())).toList();
    }
}
