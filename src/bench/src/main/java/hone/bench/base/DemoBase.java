package hone.bench.base;

import hone.bench.figures.Figures;
import hone.bench.trainer.TrainerProgram;
import hone.bench.world.Corpus;
import hone.contract.CheckpointManifest;
import hone.contract.Job;
import hone.contract.RunEvent;
import hone.contract.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * Makes the base model: corpus, tokenizer, pretraining, measurements, samples. Each step leaves its result in the work folder
 * and is not repeated, so an interrupted run continues where it stopped; pretraining resumes from its last checkpoint.
 */
public final class DemoBase {
    private static final long BYTES_MAX = 6_000_000;

    private final TrainerProgram trainer;
    private final Path work;
    private final Path target;

    /** @param target the folder that ships, {@code trainer/base} */
    public DemoBase(TrainerProgram trainer, Path work, Path target) {
        this.trainer = trainer;
        this.work = work;
        this.target = target;
    }

    public void make(Figures figures) throws IOException, InterruptedException {
        Files.createDirectories(work);
        Path corpus = corpus();
        Path tokenizer = tokenizer(corpus);
        Path start = start(tokenizer);
        Path model = pretrained(corpus, start);
        ship(model);
        new Samples(trainer, work, ModelSettings.THREADS).write(model, target.resolve(Samples.FILE));
        new Measurements(trainer, work, ModelSettings.THREADS).measure(model, figures);
        Figures.log("The base model is in %s; its hash is %s.", target, hashOf(target));
    }

    private Path corpus() throws IOException {
        Path corpus = work.resolve("corpus.txt");
        if (!Files.exists(corpus)) {
            Path part = work.resolve("corpus.part");
            Corpus.write(part, Corpus.SEED, Corpus.DOCUMENTS);
            Files.move(part, corpus, StandardCopyOption.ATOMIC_MOVE);
        }
        Figures.log("Corpus: %d bytes, sha256 %s", Files.size(corpus), Wire.sha256(Files.readAllBytes(corpus)));
        return corpus;
    }

    private Path tokenizer(Path corpus) throws IOException, InterruptedException {
        Path tokenizer = work.resolve("tokenizer");
        if (!Files.exists(tokenizer)) {
            Path part = work.resolve("tokenizer.part");
            command("tokenizer", corpus.toString(), Integer.toString(ModelSettings.VOCABULARY), part.toString());
            Files.move(part, tokenizer, StandardCopyOption.ATOMIC_MOVE);
        }
        return tokenizer;
    }

    private Path start(Path tokenizer) throws IOException, InterruptedException {
        Path start = work.resolve("start");
        if (!Files.exists(start)) {
            Path config = Files.writeString(work.resolve("config.json"), ModelSettings.CONFIG);
            Path part = work.resolve("start.part");
            command(
                    "init",
                    config.toString(),
                    tokenizer.toString(),
                    Long.toString(ModelSettings.SEED),
                    part.toString());
            Files.move(part, start, StandardCopyOption.ATOMIC_MOVE);
        }
        return start;
    }

    private void command(String... words) throws IOException, InterruptedException {
        int code = trainer.run(work, words);
        if (code != 0) {
            throw new IOException(
                    "the trainer's " + words[0] + " ended with code " + code + "; run this command again");
        }
    }

    private Path pretrained(Path corpus, Path start) throws IOException, InterruptedException {
        Job job = new Job(
                "demo-base",
                ModelSettings.PRETRAIN,
                Optional.of(corpus.toString()),
                start.toString(),
                Optional.empty(),
                Optional.empty(),
                work.resolve("pretrain").toString(),
                work.resolve("models").toString(),
                ModelSettings.SEED,
                ModelSettings.THREADS);
        List<RunEvent> events = trainer.run(job);
        return TrainerProgram.checkpoint(job, events);
    }

    /** Copies the finished checkpoint file by file; the manifest lists the files that belong to it. */
    private void ship(Path model) throws IOException {
        Files.createDirectories(target);
        CheckpointManifest manifest =
                Wire.read(Files.readAllBytes(model.resolve(CheckpointManifest.FILE)), CheckpointManifest.class);
        long bytes = 0;
        for (CheckpointManifest.FileHash file : manifest.files()) {
            copy(model, file.name());
            bytes += file.bytes();
        }
        copy(model, CheckpointManifest.FILE);
        if (bytes > BYTES_MAX) {
            throw new IOException("the model has " + bytes + " bytes, more than the " + BYTES_MAX + " that may ship");
        }
    }

    private void copy(Path model, String name) throws IOException {
        Files.copy(model.resolve(name), target.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    private static String hashOf(Path model) throws IOException {
        return Wire.sha256(Files.readAllBytes(model.resolve(CheckpointManifest.FILE)));
    }
}
