package hone.trainer.bench;

import hone.contract.BatchSize;
import hone.contract.Cadence;
import hone.contract.DatasetRecord;
import hone.contract.DpoRecipe;
import hone.contract.DpoSettings;
import hone.contract.Job;
import hone.contract.Message;
import hone.contract.OptimizerSettings;
import hone.contract.Recipe;
import hone.contract.RewardRecipe;
import hone.contract.RunEvent;
import hone.contract.SampleSettings;
import hone.contract.Split;
import hone.contract.WeightSettings;
import hone.contract.Wire;
import hone.trainer.dpo.DirectPreference;
import hone.trainer.reward.RewardModelling;
import hone.trainer.run.Disk;
import hone.trainer.run.Run;
import hone.trainer.run.RunLog;
import hone.trainer.run.StopSignal;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Torch;
import hone.trainer.tokenizer.ChatTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A real run of a stage that learns from pairs, timed by the steps that it reports. Processor time can't be told from what the run does
 * before its first step, so the time that passes stands for it: true on one thread of a machine that does nothing else.
 */
final class PairSteps implements Steps {
    private static final int PROMPT_TOKENS = 8;
    /** Begin token, line break and end token, and a few more that a tokenizer may make of the rest. */
    private static final int MARKS = 6;

    private final TrainCase of;
    private final Path folder;
    private final Path model;
    private int runs;

    PairSteps(TrainCase of) {
        this.of = of;
        try {
            folder = Files.createTempDirectory("hone-bench-pairs-");
            model = MadeModels.language(folder, of.size());
        } catch (IOException e) {
            throw Disk.failure("write the measured model", e);
        }
    }

    @Override
    public Done run(int steps) throws IOException {
        Path place = Files.createDirectories(folder.resolve("run-" + runs++));
        Job job = new Job(
                "bench-pairs",
                recipe(),
                Optional.of(pairs(place, 1 + steps).toString()),
                model.toString(),
                Optional.empty(),
                Optional.empty(),
                place.resolve("run").toString(),
                place.resolve("models").toString(),
                1,
                of.threads());
        Run run = Run.open(job, place, new StopSignal(), Torch.machine());
        try (Scope scope = Scope.open();
                RunLog log = run.log()) {
            switch (recipe()) {
                case RewardRecipe reward -> new RewardModelling(run, reward).train();
                case DpoRecipe dpo -> new DirectPreference(run, dpo).train();
                default -> throw new IllegalStateException("there are no steps of " + of.stage());
            }
        }
        List<RunEvent.StepReported> reported = RunLog.read(run.folder()).stream()
                .filter(RunEvent.StepReported.class::isInstance)
                .map(RunEvent.StepReported.class::cast)
                .toList();
        double seconds =
                Duration.between(reported.getFirst().at(), reported.getLast().at())
                                .toNanos()
                        / 1e9;
        double tokens = reported.stream()
                .skip(1)
                .mapToDouble(step -> step.metrics().getOrDefault("num_tokens", 0.0))
                .sum();
        MadeModels.delete(place);
        return new Done(tokens, new Used(seconds, seconds));
    }

    private int pairsOfStep() {
        return of.size().rows() / 2;
    }

    private Recipe recipe() {
        OptimizerSettings optimizer = OptimizerSettings.withRate(1e-4);
        String template = ChatTemplate.DOCUMENT.wireName();
        return of.stage() == TrainCase.Stage.REWARD
                ? new RewardRecipe(1, pairsOfStep(), of.size().tokens(), optimizer, template, 0, 0)
                : new DpoRecipe(
                        1,
                        BatchSize.whole(pairsOfStep()),
                        of.size().tokens(),
                        optimizer,
                        DpoSettings.sigmoid(0.1),
                        template,
                        Cadence.every(0),
                        new SampleSettings(0, 1),
                        WeightSettings.all());
    }

    private Path pairs(Path place, int steps) throws IOException {
        int answer = of.size().tokens() - PROMPT_TOKENS - MARKS;
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < steps * pairsOfStep(); i++) {
            rows.add(Wire.write(new DatasetRecord.Preference(
                    i,
                    Split.TRAIN,
                    "prompt-" + i,
                    "judgment-" + i,
                    "judgment-" + i,
                    List.of(Message.user(MadeModels.text(i, PROMPT_TOKENS))),
                    MadeModels.text(i, answer),
                    MadeModels.text(i + 1, answer),
                    0,
                    1)));
        }
        return Files.write(place.resolve("rows.jsonl"), rows);
    }

    @Override
    public void close() {
        try {
            MadeModels.delete(folder);
        } catch (IOException e) {
            throw Disk.failure("remove the measured model", e);
        }
    }
}
