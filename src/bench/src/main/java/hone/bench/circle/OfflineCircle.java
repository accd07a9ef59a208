package hone.bench.circle;

import hone.bench.figures.Figure;
import hone.bench.figures.Figures;
import hone.bench.labelers.Answer;
import hone.bench.labelers.Labeler;
import hone.bench.trainer.Sampling;
import hone.bench.trainer.Scoring;
import hone.bench.trainer.TrainerProgram;
import hone.bench.world.Dice;
import hone.bench.world.Prompt;
import hone.bench.world.Prompts;
import hone.contract.BestOfNRecipe;
import hone.contract.RewardRecipe;
import hone.contract.RunEvent;
import hone.contract.SftRecipe;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The models' side of the demo without the app: as much scripted work, the same stages and the same comparison on held-out prompts.
 * A tool for working on the trainer, the recipes or the base model; what was trained before with the same settings is used again.
 */
public final class OfflineCircle {
    private static final String BENCH = "circle";
    private static final int PROMPTS = 1180;
    private static final int SUMS_TO_PRACTISE = 560;
    private static final int DEMONSTRATIONS = 950;
    private static final int LATER_DEMONSTRATIONS = 200;
    private static final int CORRECTED_PROMPTS = 30;
    private static final int COMPARED_PROMPTS = 300;
    private static final int RANKED_PROMPTS = 250;
    private static final int PER_PROMPT = 4;
    private static final int ANSWER_TOKENS_MAX = 88;

    private final StageRuns stages;
    private final Sampling sampling;
    private final Scoring scoring;
    private final Path base;
    private final Path work;
    private final long seed;
    private final List<String> taken;
    private final Figures figures;

    /**
     * @param typed by the stage's name: settings that differ from its usual recipe, as JSON
     * @param taken stages between SFT and the comparisons, and after the reward model
     */
    public OfflineCircle(
            TrainerProgram trainer,
            Path base,
            Path work,
            long seed,
            int threads,
            Map<String, String> typed,
            List<String> taken,
            Figures figures) {
        this.stages = new StageRuns(trainer, work, seed, threads, typed);
        this.sampling = new Sampling(trainer, work, threads);
        this.scoring = new Scoring(trainer, work);
        this.base = base;
        this.work = work;
        this.seed = seed;
        this.taken = List.copyOf(taken);
        this.figures = figures;
    }

    public void run() throws IOException, InterruptedException {
        Instant began = Instant.now();
        Prompts world = Prompts.draw(seed);
        List<Prompt> asked = world.some(620, 220, 340);
        List<Prompt> heldOut = world.heldOut();

        // 1. What people write, and how they correct the base model's answers; SFT.
        ScriptedRows rows = new ScriptedRows();
        write(rows, asked.subList(0, DEMONSTRATIONS), "demonstrations");
        correct(rows, asked.subList(PROMPTS - CORRECTED_PROMPTS, PROMPTS));
        ScriptedRows first = rows.copy();
        first.prompts(asked);
        Path firstRows = first.write(work);
        Path sft = stages.train("sft", stages.recipe("sft", SftRecipe.small()), firstRows, base, Optional.empty());
        List<Answer> ofSft = answers("sft", sft, heldOut, 2);
        tell("SFT", "sft", heldOut, ofSft);

        // 2. Sums by their rule, without people.
        Path start = sft;
        if (taken.contains("grpo")) {
            start = stages.train("grpo", stages.recipe("grpo", DemoRecipes.sums()), firstRows, sft, Optional.empty());
            tell("GRPO", "grpo", heldOut, answers("grpo", start, heldOut, 6));
        }
        if (!taken.contains("best-of-n") && !taken.contains("ppo")) {
            return;
        }

        // 3. Its answers are compared and ranked; reward model; the best of its answers learned; PPO.
        write(rows, asked.subList(DEMONSTRATIONS, DEMONSTRATIONS + LATER_DEMONSTRATIONS), "later demonstrations");
        judge(rows, asked, start);
        rows.prompts(asked);
        rows.prompts(world.some(0, 0, SUMS_TO_PRACTISE));
        Path secondRows = rows.write(work);
        Path reward = stages.train(
                "reward", stages.recipe("reward", RewardRecipe.small()), secondRows, start, Optional.empty());
        agreement(heldOut, reward, start);
        if (taken.contains("best-of-n")) {
            start = stages.train(
                    "best-of-n",
                    stages.recipe("best-of-n", BestOfNRecipe.small()),
                    secondRows,
                    start,
                    Optional.of(reward));
            List<Answer> best = answers("best-of-n", start, heldOut, 4);
            tell("Best of n", "best_of_n", heldOut, best);
            HeldOutComparison.of(heldOut, best, ofSft, seed)
                    .print(figures, BENCH, "seed-" + seed, "win_rate_best_of_n_over_sft");
        }
        if (!taken.contains("ppo")) {
            return;
        }
        Path ppo = stages.train("ppo", stages.recipe("ppo", DemoRecipes.ppo()), secondRows, start, Optional.of(reward));

        // 4. Both answer the held-out prompts, with different seeds: equal seeds would make similar models look alike.
        List<Answer> ofPpo = answers("ppo", ppo, heldOut, 3);
        tell("PPO", "ppo", heldOut, ofPpo);
        HeldOutComparison.of(heldOut, ofPpo, ofSft, seed)
                .print(figures, BENCH, "seed-" + seed, "win_rate_ppo_over_sft");
        double minutes = Duration.between(began, Instant.now()).toMillis() / 60_000.0;
        figures.print(Figure.of(BENCH, "seed-" + seed, "minutes", minutes, "min"));
    }

    private void write(ScriptedRows rows, List<Prompt> prompts, String what) {
        Dice dice = Dice.of(seed, what);
        for (Prompt prompt : prompts) {
            rows.written(prompt, dice.pick(Labeler.crew()).demonstrate(dice, prompt));
        }
    }

    private void correct(ScriptedRows rows, List<Prompt> prompts) throws IOException, InterruptedException {
        Dice dice = Dice.of(seed, "corrections");
        List<Answer> drafts = Sampling.read(sampling.sample(
                "drafts", base, prompts, new Sampling.Settings(PER_PROMPT, 1, ANSWER_TOKENS_MAX, "document", seed)));
        for (int i = 0; i < drafts.size(); i++) {
            Prompt prompt = prompts.get(i / PER_PROMPT);
            Answer draft = drafts.get(i);
            dice.pick(Labeler.crew())
                    .correct(dice, prompt, draft)
                    .ifPresent(text -> rows.corrected(prompt, draft, text));
        }
    }

    /** Each by two people. */
    private void judge(ScriptedRows rows, List<Prompt> asked, Path model) throws IOException, InterruptedException {
        Dice dice = Dice.of(seed, "judgments");
        List<Prompt> prompts = dice.sample(asked, COMPARED_PROMPTS + RANKED_PROMPTS);
        List<Answer> given = answers("judged", model, prompts, 5);
        for (int i = 0; i < prompts.size(); i++) {
            Prompt prompt = prompts.get(i);
            List<Answer> four = given.subList(i * PER_PROMPT, (i + 1) * PER_PROMPT);
            for (Labeler labeler : dice.sample(Labeler.crew(), 2)) {
                if (i < COMPARED_PROMPTS) {
                    for (int left = 0; left < PER_PROMPT; left += 2) {
                        Answer a = four.get(left);
                        Answer b = four.get(left + 1);
                        rows.compared(prompt, a, b, labeler.compare(dice, prompt, a, b));
                    }
                } else {
                    rows.ranked(prompt, four, labeler.rank(dice, prompt, four));
                }
            }
        }
    }

    private void agreement(List<Prompt> heldOut, Path reward, Path model) throws IOException, InterruptedException {
        List<Answer> one = answers("agreement-1", model, heldOut, 1, 7);
        List<Answer> two = answers("agreement-2", model, heldOut, 1, 8);
        RewardAgreement accuracy = RewardAgreement.of(
                heldOut, one, two, scoring.score(reward, heldOut, one), scoring.score(reward, heldOut, two), seed);
        accuracy.rateOf(accuracy.noiseless())
                .ifPresent(rate -> figures.print(Figure.of(BENCH, "seed-" + seed, "reward_accuracy_noiseless", rate)));
        accuracy.rateOf(accuracy.stories())
                .ifPresent(rate ->
                        figures.print(Figure.of(BENCH, "seed-" + seed, "reward_accuracy_noiseless.stories", rate)));
    }

    private void tell(String name, String word, List<Prompt> prompts, List<Answer> answers) {
        Figures.log("%-5s %s", name + ":", AnswerProfile.of(prompts, answers).line());
        RightAnswers.print(figures, BENCH, "seed-" + seed, word, prompts, answers, seed);
    }

    private List<Answer> answers(String what, Path model, List<Prompt> prompts, int number)
            throws IOException, InterruptedException {
        return answers(what, model, prompts, PER_PROMPT, number);
    }

    private List<Answer> answers(String what, Path model, List<Prompt> prompts, int perPrompt, int number)
            throws IOException, InterruptedException {
        String name = what + "-" + model.getFileName().toString().substring(0, 12);
        List<RunEvent.Sampled> sampled = sampling.sample(
                name,
                model,
                prompts,
                new Sampling.Settings(perPrompt, 1, ANSWER_TOKENS_MAX, "hone", seed * 10 + number));
        return Sampling.read(sampled);
    }
}
