package hone.trainer.generate;

import hone.contract.GeneratePrompt;
import hone.contract.GenerateRecipe;
import hone.contract.RunEvent;
import hone.trainer.checkpoint.ManifestCheck;
import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.HalfWeights;
import hone.trainer.run.EventParts;
import hone.trainer.run.Run;
import hone.trainer.run.RunFailure;
import hone.trainer.run.RunPaused;
import hone.trainer.sampling.Respondent;
import hone.trainer.tensor.Torch;
import hone.trainer.tokenizer.ChatTemplate;
import hone.trainer.tokenizer.Tokenizer;
import hone.trainer.weights.ModelFiles;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Samples answers to a recipe's prompts, {@code perPrompt} to each, and reports them in bounded events. What earlier workers of
 * the run have reported is not sampled again: an answer is identified by (run, prompt, k). A prompt that leaves no room for an
 * answer is set aside and reported with the reason; the others are answered. Not supported: beams, penalties, stop words.
 *
 * <p>Command: {@code ./hone train job.json} with a recipe of kind {@code generate}, or {@code ./hone generate} for one prompt.
 * Batches are planned from the recipe alone, so a worker that resumes repeats the batches of the one before it.
 */
public final class Answers {
    private static final int EVENT_ANSWERS_MAX = 32;
    private static final int EVENT_SET_ASIDE_MAX = 500;

    private final Run run;
    private final GenerateRecipe recipe;
    private final Set<Key> told = new HashSet<>();
    private final Set<String> toldAside = new HashSet<>();
    private final List<RunEvent.SetAside> setAside = new ArrayList<>();

    private record Key(String promptId, int k) {}

    private record Wanted(GeneratePrompt prompt, int k, List<Integer> question) {
        Key key() {
            return new Key(prompt.promptId(), k);
        }
    }

    public Answers(Run run, GenerateRecipe recipe) {
        RunFailure.unlessRecipe(!recipe.prompts().isEmpty(), "there is no prompt to answer");
        RunFailure.unlessRecipe(
                recipe.perPrompt() > 0 && recipe.batchRows() > 0, "perPrompt and batchRows must be above 0");
        this.run = run;
        this.recipe = recipe;
        for (RunEvent event : run.earlier()) {
            if (event instanceof RunEvent.AnswersSampled sampled) {
                sampled.answers().forEach(answer -> told.add(new Key(answer.promptId(), answer.k())));
                sampled.setAside().orElse(List.of()).forEach(prompt -> toldAside.add(prompt.promptId()));
            }
        }
    }

    public void generate() {
        ManifestCheck.verify(run.model());
        try (Tokenizer tokenizer = Tokenizer.load(run.model());
                Decoder model = ModelFiles.load(run.model());
                HalfWeights sampled = model.halved()) {
            Torch.threadsFor(model.config().dim(), run.job().threads());
            ChatTemplate template = ChatTemplate.asked(recipe.chatTemplate(), tokenizer);
            Respondent respondent = new Respondent(
                    sampled.decoder(),
                    tokenizer,
                    template,
                    recipe.sampling().temperature(),
                    recipe.sampling().topP(),
                    recipe.sampling().responseTokensMax());
            List<Wanted> wanted = plan(respondent);
            int batches = Math.ceilDiv(wanted.size(), recipe.batchRows());
            run.tellBegun(batches, tokenizer.unusedTemplate(), template.described());
            tellSetAside();
            for (int b = 0; b < batches; b++) {
                List<Wanted> batch =
                        wanted.subList(b * recipe.batchRows(), Math.min(wanted.size(), (b + 1) * recipe.batchRows()));
                if (!batch.stream().allMatch(one -> told.contains(one.key()))) {
                    answer(batch, respondent, b + 1, batches);
                }
                if (run.stop().isRequested() && b + 1 < batches) {
                    throw new RunPaused(b + 1);
                }
            }
        }
    }

    /** All requested answers, short prompts first, so that there is little padding. */
    private List<Wanted> plan(Respondent respondent) {
        if (!respondent.fitsAny()) {
            throw new RunFailure(
                    "bad-recipe",
                    "Every prompt is too long for this model and an answer of "
                            + recipe.sampling().responseTokensMax()
                            + " tokens: it reads " + respondent.positions()
                            + ", question and answer together. Ask for shorter answers or take a model that reads more.");
        }
        List<Wanted> wanted = new ArrayList<>();
        for (GeneratePrompt prompt : recipe.prompts()) {
            List<Integer> question;
            try {
                question = respondent.question(prompt.messages());
            } catch (RunFailure e) {
                if (!ChatTemplate.refuses(e)) {
                    throw e;
                }
                setAside.add(new RunEvent.SetAside(prompt.promptId(), e.sentence()));
                continue;
            }
            if (!respondent.fits(question)) {
                setAside.add(new RunEvent.SetAside(
                        prompt.promptId(),
                        "The question has %d tokens and the answer may have %d, but this model reads %d."
                                .formatted(
                                        question.size(),
                                        recipe.sampling().responseTokensMax(),
                                        respondent.positions())));
                continue;
            }
            for (int k = 0; k < recipe.perPrompt(); k++) {
                wanted.add(new Wanted(prompt, k, question));
            }
        }
        wanted.sort(Comparator.comparingInt(one -> one.question.size()));
        return wanted;
    }

    private void answer(List<Wanted> batch, Respondent respondent, long step, long steps) {
        long began = System.nanoTime();
        long[] seeds = batch.stream()
                .mapToLong(one -> Respondent.seedOf(run.job().seed(), one.prompt.promptId(), one.k))
                .toArray();
        List<Respondent.Answer> answers =
                respondent.answer(batch.stream().map(Wanted::question).toList(), seeds);
        double seconds = (System.nanoTime() - began) / 1e9;
        List<RunEvent.Sampled> fresh = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            Wanted one = batch.get(i);
            if (told.add(one.key())) {
                Respondent.Answer answer = answers.get(i);
                fresh.add(new RunEvent.Sampled(
                        one.prompt.promptId(),
                        one.k,
                        one.prompt.messages(),
                        answer.text(),
                        seeds[i],
                        answer.tokens(),
                        answer.ended()));
            }
        }
        EventParts.of(fresh, EVENT_ANSWERS_MAX).forEach(part -> append(part, Optional.empty()));
        double tokens = answers.stream().mapToInt(Respondent.Answer::tokens).sum();
        run.log()
                .append((id, sequence, now) -> new RunEvent.StepReported(
                        id,
                        sequence,
                        now,
                        step,
                        steps,
                        Map.of("num_tokens", tokens, "tokens_per_second", tokens / seconds, "prompts_too_long", (double)
                                setAside.size())));
        System.out.printf("batch %d of %d  %d answers  %.0f tokens/s%n", step, steps, batch.size(), tokens / seconds);
    }

    /** What an earlier worker of the run has reported is not reported again. */
    private void tellSetAside() {
        List<RunEvent.SetAside> fresh = setAside.stream()
                .filter(prompt -> toldAside.add(prompt.promptId()))
                .toList();
        EventParts.of(fresh, EVENT_SET_ASIDE_MAX).forEach(part -> append(List.of(), Optional.of(part)));
    }

    private void append(List<RunEvent.Sampled> answers, Optional<List<RunEvent.SetAside>> aside) {
        run.log()
                .append((id, sequence, now) -> new RunEvent.AnswersSampled(
                        id,
                        sequence,
                        now,
                        "task",
                        run.job().modelVersionId(),
                        recipe.sampling().temperature(),
                        recipe.sampling().topP(),
                        List.copyOf(answers),
                        aside));
    }
}
