package hone.trainer.score;

import hone.contract.RunEvent;
import hone.contract.ScoreRecipe;
import hone.trainer.checkpoint.ManifestCheck;
import hone.trainer.run.EventParts;
import hone.trainer.run.Run;
import hone.trainer.run.RunPaused;
import hone.trainer.scalarhead.RewardScorer;
import hone.trainer.tensor.Torch;
import hone.trainer.tokenizer.ChatTemplate;
import hone.trainer.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Scores a recipe's answers by the reward model that the run starts from, and reports the scores in bounded events. What earlier
 * workers of the run have reported is neither scored nor reported again. An answer that the model can't read is reported with the
 * reason; the others are scored. No model comes of it.
 *
 * <p>Command: {@code ./hone train job.json} with a recipe of kind {@code score}, or {@code ./hone score} for a file of answers.
 * Batches are planned from the recipe alone, so a worker that resumes goes on with the batches of the one before it.
 */
public final class AnswerScores {
    private static final int EVENT_ANSWERS_MAX = 64;

    private final Run run;
    private final ScoreRecipe recipe;
    private final Set<String> told = new HashSet<>();

    public AnswerScores(Run run, ScoreRecipe recipe) {
        this.run = run;
        this.recipe = recipe;
        for (RunEvent event : run.earlier()) {
            if (event instanceof RunEvent.AnswersScored earlier) {
                earlier.scores().forEach(one -> told.add(one.answerId()));
                earlier.unscored().orElse(List.of()).forEach(one -> told.add(one.answerId()));
            }
        }
    }

    public void score() {
        ManifestCheck.verify(run.model());
        try (Tokenizer tokenizer = Tokenizer.load(run.model());
                RewardScorer scorer = RewardScorer.load(run.model())) {
            Torch.threadsFor(scorer.dim(), run.job().threads());
            ChatTemplate template = ChatTemplate.asked(recipe.chatTemplate(), tokenizer);
            AnswerRows answers = AnswerRows.of(recipe, template, tokenizer, scorer.tokensMax());
            int batches = answers.batches(recipe.batchRows());
            run.tellBegun(batches, tokenizer.unusedTemplate(), template.described());
            tellUnscored(answers.unscored(), scorer);
            for (int b = 0; b < batches; b++) {
                List<AnswerRows.Row> fresh = answers.batch(b, recipe.batchRows()).stream()
                        .filter(row -> !told.contains(row.answerId()))
                        .toList();
                if (!fresh.isEmpty()) {
                    tell(fresh, scorer, b + 1, batches, answers.unscored().size());
                }
                if (run.stop().isRequested() && b + 1 < batches) {
                    throw new RunPaused(b + 1);
                }
            }
        }
    }

    private void tell(List<AnswerRows.Row> batch, RewardScorer scorer, long step, long steps, double unscored) {
        long began = System.nanoTime();
        float[] scores = scorer.score(batch.stream().map(AnswerRows.Row::ids).toList());
        double seconds = (System.nanoTime() - began) / 1e9;
        List<RunEvent.Scored> scored = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            AnswerRows.Row row = batch.get(i);
            scored.add(new RunEvent.Scored(row.answerId(), scores[i], row.ids().length));
        }
        EventParts.of(scored, EVENT_ANSWERS_MAX).forEach(part -> append(part, Optional.empty(), scorer));
        double tokens = scored.stream().mapToInt(RunEvent.Scored::tokens).sum();
        run.log()
                .append((id, sequence, now) -> new RunEvent.StepReported(
                        id,
                        sequence,
                        now,
                        step,
                        steps,
                        Map.of(
                                "num_tokens",
                                tokens,
                                "tokens_per_second",
                                tokens / seconds,
                                "answers_unscored",
                                unscored)));
        System.out.printf("batch %d of %d  %d answers  %.0f tokens/s%n", step, steps, batch.size(), tokens / seconds);
    }

    private void tellUnscored(List<RunEvent.Unscored> unscored, RewardScorer scorer) {
        List<RunEvent.Unscored> fresh =
                unscored.stream().filter(one -> !told.contains(one.answerId())).toList();
        EventParts.of(fresh, EVENT_ANSWERS_MAX).forEach(part -> append(List.of(), Optional.of(part), scorer));
    }

    private void append(List<RunEvent.Scored> scores, Optional<List<RunEvent.Unscored>> unscored, RewardScorer scorer) {
        run.log()
                .append((id, sequence, now) -> new RunEvent.AnswersScored(
                        id, sequence, now, scorer.scale().deviation(), scores, unscored));
    }
}
