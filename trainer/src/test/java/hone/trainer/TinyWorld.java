package hone.trainer;

import hone.contract.AdvantageEstimation;
import hone.contract.BatchSize;
import hone.contract.Cadence;
import hone.contract.DatasetRecord;
import hone.contract.DpoRecipe;
import hone.contract.DpoSettings;
import hone.contract.GeneratePrompt;
import hone.contract.GenerateRecipe;
import hone.contract.GrpoOptions;
import hone.contract.GrpoRecipe;
import hone.contract.GrpoSettings;
import hone.contract.Job;
import hone.contract.KlPenalty;
import hone.contract.KtoRecipe;
import hone.contract.KtoSettings;
import hone.contract.LoraSettings;
import hone.contract.Message;
import hone.contract.OptimizerSettings;
import hone.contract.PpoClipping;
import hone.contract.PpoEpochs;
import hone.contract.PpoOptimizer;
import hone.contract.PpoOptions;
import hone.contract.PpoRecipe;
import hone.contract.Recipe;
import hone.contract.RewardRecipe;
import hone.contract.RolloutSettings;
import hone.contract.SampleSettings;
import hone.contract.SamplingSettings;
import hone.contract.SftRecipe;
import hone.contract.Split;
import hone.contract.StepOptimizer;
import hone.contract.WeightSettings;
import hone.contract.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A model of a few thousand weights and a handful of texts: every stage runs on it in seconds. */
final class TinyWorld {
    private static final String CONFIG = """
            {"model_type":"llama","vocab_size":320,"hidden_size":16,"num_hidden_layers":1,"num_attention_heads":2,
             "num_key_value_heads":1,"head_dim":8,"intermediate_size":24,"max_position_embeddings":128,
             "rms_norm_eps":1e-5,"rope_theta":10000.0,"tie_word_embeddings":true,"initializer_range":0.1}
            """;

    final Path folder;
    final Path model;
    final Path corpus;

    private TinyWorld(Path folder) {
        this.folder = folder;
        this.model = folder.resolve("base");
        this.corpus = folder.resolve("corpus.txt");
    }

    static TinyWorld in(Path folder) throws IOException {
        return in(folder, CONFIG);
    }

    /** @param config a config.json with a vocabulary of 320 and room for rows of 128 tokens */
    static TinyWorld in(Path folder, String config) throws IOException {
        TinyWorld world = new TinyWorld(folder);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            text.append("Milo gave Vera ").append(i % 10).append(" cups.\nThey were glad.\n\n");
        }
        Files.writeString(world.corpus, text);
        Files.writeString(folder.resolve("config.json"), config);
        NewModel.tokenizer(world.corpus, 300, folder.resolve("tokenizer"));
        NewModel.init(folder.resolve("config.json"), folder.resolve("tokenizer"), 1, world.model);
        return world;
    }

    /** Forty demonstrations, every fifth of them held out. */
    Path demonstrations() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            lines.add(Wire.write(new DatasetRecord.Demonstration(
                    i,
                    i % 5 == 0 ? Split.HELD_OUT : Split.TRAIN,
                    "prompt-" + i,
                    "judgment-" + i,
                    List.of(Message.user("How many cups had number " + i + "?")),
                    "Vera had " + i % 10 + " cups" + ", and more".repeat(i % 3) + ".",
                    1)));
        }
        return Files.write(folder.resolve("rows.jsonl"), lines);
    }

    /** Twenty comparisons and a ranking of three, every fifth judgment held out, one pair of answers judged twice; five prompts. */
    Path preferences() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Split split = i % 5 == 0 ? Split.HELD_OUT : Split.TRAIN;
            for (int judged = 0; judged < (i == 5 ? 2 : 1); judged++) {
                lines.add(Wire.write(new DatasetRecord.Preference(
                        lines.size(),
                        split,
                        "prompt-" + i,
                        "judgment-" + i + "-" + judged,
                        "judgment-" + i + "-" + judged,
                        List.of(Message.user("How many cups had number " + i + "?")),
                        "Vera had " + i % 10 + " cups.",
                        "Milo" + " gave".repeat(1 + i % 3),
                        (1 + i % 3) / 3.0,
                        1)));
            }
        }
        List<String> ranked = List.of("Vera had many cups.", "Vera had cups.", "cups cups");
        for (int better = 0; better < 3; better++) {
            for (int worse = better + 1; worse < 3; worse++) {
                lines.add(Wire.write(new DatasetRecord.Preference(
                        lines.size(),
                        Split.TRAIN,
                        "prompt-ranked",
                        "judgment-ranked",
                        "judgment-ranked",
                        List.of(Message.user("Who had cups?")),
                        ranked.get(better),
                        ranked.get(worse),
                        (worse - better) / 3.0,
                        1 / 3.0)));
            }
        }
        for (int i = 0; i < 5; i++) {
            lines.add(Wire.write(new DatasetRecord.PromptOnly(
                    lines.size(),
                    i == 0 ? Split.HELD_OUT : Split.TRAIN,
                    "asked-" + i,
                    List.of(Message.user("Tell of cup" + " and cup".repeat(i))))));
        }
        return Files.write(folder.resolve("preferences.jsonl"), lines);
    }

    /** Twenty rated answers of ten prompts, by label and by scales, two of them neither good nor bad; every fifth prompt held out. */
    Path ratings() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            boolean good = i % 2 == 0;
            boolean byLabel = i % 3 == 0;
            int step = i >= 18 ? 4 : good ? 6 : 2;
            lines.add(Wire.write(new DatasetRecord.Rated(
                    i,
                    i / 2 % 5 == 4 ? Split.HELD_OUT : Split.TRAIN,
                    "prompt-" + i / 2,
                    "judgment-" + i,
                    List.of(Message.user("How many cups had number " + i / 2 + "?")),
                    good ? "Vera had " + i % 10 + " cups." : "Milo" + " gave".repeat(1 + i % 4),
                    byLabel ? Map.of() : Map.of("Helpful", step),
                    byLabel ? Map.of("good", good) : Map.of(),
                    1)));
        }
        return Files.write(folder.resolve("ratings.jsonl"), lines);
    }

    /** Twelve prompts with a calculation each and two without, and an answer to the first. */
    Path sums() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(Wire.write(new DatasetRecord.Demonstration(
                0, Split.TRAIN, "sum-0", "judgment-0", List.of(Message.user("What is 0 plus 3?")), "It is 3.", 1)));
        for (int i = 1; i < 14; i++) {
            lines.add(Wire.write(new DatasetRecord.PromptOnly(
                    i,
                    i == 5 ? Split.HELD_OUT : Split.TRAIN,
                    "sum-" + i,
                    List.of(Message.user(i < 12 ? "What is " + i + " plus 3?" : "Who had cup " + i + "?")))));
        }
        return Files.write(folder.resolve("sums.jsonl"), lines);
    }

    static final Optional<LoraSettings> LORA = Optional.of(new LoraSettings(
            4, 8, Optional.of(0.1), Optional.of(LoraSettings.RSLORA), Optional.of(List.of("q_proj", "v_proj"))));

    /** Every linear layer, without dropout. */
    static final Optional<LoraSettings> PLAIN_LORA = Optional.of(LoraSettings.ofRank(4));

    /** Sixteen pairs and three of a ranking, eight a step: three steps an epoch. */
    static DpoRecipe dpo(int epochs, int checkpointEverySteps, Optional<LoraSettings> lora) {
        return new DpoRecipe(
                epochs,
                new BatchSize(8, 4),
                96,
                new OptimizerSettings(1e-2, 0.1, 0, 1),
                DpoSettings.sigmoid(0.1),
                "hone",
                new Cadence(2, checkpointEverySteps),
                new SampleSettings(2, 8),
                WeightSettings.of(lora));
    }

    static KtoRecipe kto(int epochs, int checkpointEverySteps, Optional<LoraSettings> lora) {
        return new KtoRecipe(
                epochs,
                new BatchSize(8, 4),
                96,
                new OptimizerSettings(1e-2, 0.1, 0, 1),
                KtoSettings.usual(),
                "hone",
                new Cadence(2, checkpointEverySteps),
                new SampleSettings(2, 8),
                WeightSettings.of(lora));
    }

    static GrpoRecipe grpo(int iterations, GrpoOptions options) {
        return new GrpoRecipe(
                iterations,
                new RolloutSettings(8, 10, 1),
                4,
                new PpoEpochs(2, 4),
                StepOptimizer.withRate(1e-3),
                GrpoSettings.usual(),
                1,
                "hone",
                options);
    }

    /** Comparisons and the demonstrations behind them. */
    Path preferencesAndDemonstrations() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(preferences()));
        for (String line : Files.readAllLines(demonstrations())) {
            DatasetRecord.Demonstration row = Wire.read(line, DatasetRecord.Demonstration.class);
            lines.add(Wire.write(new DatasetRecord.Demonstration(
                    lines.size(),
                    row.split(),
                    row.promptId(),
                    row.judgmentId(),
                    row.prompt(),
                    row.response(),
                    row.weight())));
        }
        return Files.write(folder.resolve("both.jsonl"), lines);
    }

    static RewardRecipe reward(int epochs, int checkpointEverySteps) {
        return new RewardRecipe(
                epochs, 4, 96, new OptimizerSettings(1e-2, 0.1, 0.1, 1), "hone", 12, checkpointEverySteps);
    }

    static PpoRecipe ppo(int iterations, int checkpointEveryIterations) {
        return new PpoRecipe(
                iterations,
                new RolloutSettings(8, 10, 1),
                new PpoEpochs(2, 4),
                PpoOptimizer.of(1e-3, 2e-3),
                AdvantageEstimation.usual(),
                PpoClipping.usual(),
                KlPenalty.adaptive(0.1, 50),
                1,
                "hone",
                checkpointEveryIterations);
    }

    /** The same in every other respect, with an adapter. */
    static PpoRecipe ppo(int iterations, PpoOptions options) {
        PpoRecipe plain = ppo(iterations, 0);
        return new PpoRecipe(
                iterations,
                plain.rollouts(),
                plain.passes(),
                plain.optimizer(),
                plain.advantage(),
                plain.clipping(),
                plain.kl(),
                plain.missingEndPenalty(),
                plain.chatTemplate(),
                options);
    }

    static SftRecipe sft(int epochs, int checkpointEverySteps, Optional<LoraSettings> lora, Optional<Boolean> packing) {
        SftRecipe plain = sft(epochs, checkpointEverySteps);
        return new SftRecipe(
                epochs,
                plain.batch(),
                plain.sequenceTokensMax(),
                plain.optimizer(),
                plain.chatTemplate(),
                plain.cadence(),
                plain.samples(),
                WeightSettings.of(lora),
                packing);
    }

    static SftRecipe sft(int epochs, int checkpointEverySteps) {
        return new SftRecipe(
                epochs,
                new BatchSize(8, 4),
                96,
                new OptimizerSettings(1e-2, 0.1, 0, 1),
                "hone",
                new Cadence(3, checkpointEverySteps),
                new SampleSettings(2, 8));
    }

    static GenerateRecipe generate(int prompts, int perPrompt) {
        List<GeneratePrompt> all = new ArrayList<>();
        for (int i = 0; i < prompts; i++) {
            all.add(new GeneratePrompt(
                    "prompt-" + i, List.of(Message.user("Tell of cup " + "and cup ".repeat(i % 4)))));
        }
        return new GenerateRecipe(all, perPrompt, SamplingSettings.plain(12), "auto", 4);
    }

    /** A job in a folder of its own, with models of its own. */
    Path job(String name, Recipe recipe, Optional<Path> data) throws IOException {
        return job(name, recipe, data, Optional.empty(), 1);
    }

    Path job(String name, Recipe recipe, Optional<Path> data, Optional<Path> reward, int threads) throws IOException {
        Files.createDirectories(folder.resolve(name));
        Job job = new Job(
                "run-" + name,
                recipe,
                data.map(Path::toString),
                model.toString(),
                Optional.of("version-1"),
                reward.map(Path::toString),
                "run",
                "models",
                42,
                threads);
        return Files.write(folder.resolve(name).resolve("job.json"), Wire.bytes(job));
    }
}
