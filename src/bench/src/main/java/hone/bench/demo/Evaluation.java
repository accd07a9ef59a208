package hone.bench.demo;

import hone.bench.circle.AnswerProfile;
import hone.bench.circle.HeldOutComparison;
import hone.bench.circle.RewardAgreement;
import hone.bench.circle.RightAnswers;
import hone.bench.figures.Figure;
import hone.bench.figures.Figures;
import hone.bench.labelers.Answer;
import hone.bench.stack.RunningHone;
import hone.bench.trainer.Sampling;
import hone.bench.trainer.Scoring;
import hone.bench.trainer.TrainerProgram;
import hone.bench.world.Prompt;
import hone.contract.RunEvent;
import hone.evaluation.Length;
import hone.evaluation.Repetition;
import hone.evaluation.WinRate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the circle has changed, on prompts that are in no dataset of the run: answers at temperature 1, sampled with different seeds
 * (equal ones would make similar models look alike), judged by the hidden preference without its noise. What PPO changed is less
 * than what SFT did, so it is measured with several answers to a prompt; intervals are over prompts all the same.
 */
final class Evaluation {
    private static final int ANSWER_TOKENS_MAX = 88;
    private static final int THREADS = 2;
    private static final int ANSWERS = 4;

    private final RunningHone hone;
    private final Sampling sampling;
    private final Scoring scoring;
    private final List<Prompt> heldOut;
    private final long seed;
    private final String caseName;
    private final Figures figures;

    Evaluation(
            RunningHone hone,
            TrainerProgram trainer,
            List<Prompt> heldOut,
            long seed,
            String caseName,
            Figures figures) {
        Path work = hone.data().resolve("evaluation");
        this.hone = hone;
        this.sampling = new Sampling(trainer, work, THREADS);
        this.scoring = new Scoring(trainer, work);
        this.heldOut = heldOut;
        this.seed = seed;
        this.caseName = caseName;
        this.figures = figures;
    }

    void compare(Circle.Model base, Circle.Model sft, Circle.Model reward, Circle.Model ppo)
            throws IOException, InterruptedException {
        List<RunEvent.Sampled> ofBase = sample("base", base, 1, 1);
        List<RunEvent.Sampled> ofSft = sample("sft", sft, ANSWERS, 2);
        List<RunEvent.Sampled> ofPpo = sample("ppo", ppo, ANSWERS, 3);
        tell("base", ofBase);
        tell("SFT", ofSft);
        tell("PPO", ofPpo);
        List<RunEvent.Sampled> oneOfSft = everyNth(ofSft, ANSWERS, 0);
        List<RunEvent.Sampled> oneOfPpo = everyNth(ofPpo, ANSWERS, 0);
        HeldOutComparison.of(heldOut, Sampling.read(oneOfSft), Sampling.read(ofBase), seed)
                .print(figures, Demo.BENCH, caseName, "win_rate_sft_over_base");
        HeldOutComparison.of(heldOut, Sampling.read(ofPpo), Sampling.read(ofSft), seed)
                .print(figures, Demo.BENCH, caseName, "win_rate_ppo_over_sft");
        right("sft", ofSft);
        right("ppo", ofPpo);
        figure("length_ratio_ppo_to_sft", medianTokens(oneOfPpo) / medianTokens(oneOfSft), "ratio");
        figure(
                "distinct2_ratio_ppo_to_sft",
                Repetition.distinct2(texts(oneOfPpo)) / Repetition.distinct2(texts(oneOfSft)),
                "ratio");
        rewardAccuracy(reward, Sampling.read(oneOfSft), Sampling.read(everyNth(ofSft, ANSWERS, 1)));
    }

    /** Of answers that stand side by side for each prompt, one for each prompt. */
    private static <T> List<T> everyNth(List<T> all, int each, int from) {
        List<T> some = new ArrayList<>();
        for (int i = from; i < all.size(); i += each) {
            some.add(all.get(i));
        }
        return some;
    }

    private void right(String model, List<RunEvent.Sampled> answers) {
        RightAnswers.print(figures, Demo.BENCH, caseName, model, heldOut, Sampling.read(answers), seed);
    }

    private void rewardAccuracy(Circle.Model reward, List<Answer> first, List<Answer> second)
            throws IOException, InterruptedException {
        Path model = directory(reward);
        RewardAgreement accuracy = RewardAgreement.of(
                heldOut,
                first,
                second,
                scoring.score(model, heldOut, first),
                scoring.score(model, heldOut, second),
                seed);
        figure("reward_accuracy", accuracy.rateOf(accuracy.noisy()));
        figure("reward_accuracy_noiseless", accuracy.rateOf(accuracy.noiseless()));
        figure("reward_accuracy_noiseless.stories", accuracy.rateOf(accuracy.stories()));
    }

    private void figure(String metric, Optional<WinRate> rate) {
        figures.print(rate.map(some -> Figure.of(Demo.BENCH, caseName, metric, some))
                .orElseGet(() -> Figure.failed(Demo.BENCH, caseName, metric, "no pair of answers differs")));
    }

    private void figure(String metric, double value, String unit) {
        figures.print(Figure.of(Demo.BENCH, caseName, metric, value, unit).samples(heldOut.size()));
    }

    private List<RunEvent.Sampled> sample(String name, Circle.Model model, int perPrompt, int number)
            throws IOException, InterruptedException {
        return sampling.sample(
                name,
                directory(model),
                heldOut,
                new Sampling.Settings(perPrompt, 1, ANSWER_TOKENS_MAX, "auto", seed * 10 + number));
    }

    private Path directory(Circle.Model model) {
        return hone.data().resolve("models").resolve(model.sha256());
    }

    private void tell(String name, List<RunEvent.Sampled> answers) {
        Figures.log(
                "%-5s %s",
                name + ":", AnswerProfile.of(heldOut, Sampling.read(answers)).line());
    }

    private static double medianTokens(List<RunEvent.Sampled> answers) {
        return Length.median(answers.stream().map(RunEvent.Sampled::tokens).toList());
    }

    private static List<String> texts(List<RunEvent.Sampled> answers) {
        return answers.stream().map(RunEvent.Sampled::text).toList();
    }
}
