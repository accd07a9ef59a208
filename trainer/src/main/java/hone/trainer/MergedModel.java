package hone.trainer;

import hone.trainer.checkpoint.Checkpoints;
import hone.trainer.checkpoint.ManifestCheck;
import hone.trainer.checkpoint.ModelDirectory;
import hone.trainer.decoder.Decoder;
import hone.trainer.run.Disk;
import hone.trainer.run.ModelFolder;
import hone.trainer.run.RunFailure;
import hone.trainer.scalarhead.ScoreScale;
import hone.trainer.scalarhead.ScoringModel;
import hone.trainer.tensor.Torch;
import hone.trainer.tokenizer.ChatTemplate;
import hone.trainer.tokenizer.Tokenizer;
import hone.trainer.tokenizer.TokenizerFiles;
import hone.trainer.weights.ModelFiles;
import hone.trainer.weights.PeftFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * {@code merge}: writes an adapter and its base as one model, which needs neither of them any more. An adapter of Hone's names its
 * base; for one from elsewhere somebody has to.
 */
record MergedModel(Path adapter, Optional<Path> base) {

    void write(Path directory) {
        if (!PeftFiles.isAdapter(adapter)) {
            throw new RunFailure(
                    "wrong-kind",
                    "There is no " + PeftFiles.CONFIG + " in " + adapter + ", so there is nothing to merge.");
        }
        Torch.start(Runtime.getRuntime().availableProcessors());
        ManifestCheck.verifyAlone(adapter);
        ManifestCheck.verify(base.orElse(adapter));
        Path config = base.orElse(adapter);
        // Whoever trained an adapter elsewhere may have stored the tokenizer, with the template, beside it.
        Path words = ModelFolder.has(adapter, TokenizerFiles.TOKENIZER) ? adapter : config;
        try (Tokenizer tokenizer = Tokenizer.load(words)) {
            ChatTemplate template = tokenizer.template();
            Files.createDirectories(directory);
            switch (PeftFiles.task(adapter)) {
                case LANGUAGE_MODEL -> {
                    try (Decoder model =
                            base.map(of -> ModelFiles.merged(adapter, of)).orElseGet(() -> ModelFiles.load(adapter))) {
                        refuseUnlessRead(tokenizer, model.config().vocab());
                        write(ModelDirectory.contents(model, config, words, template), directory);
                    }
                }
                case SCORER -> {
                    try (ScoringModel model = base.map(of -> ScoringModel.merged(adapter, of))
                            .orElseGet(() -> ScoringModel.load(adapter))) {
                        refuseUnlessRead(tokenizer, model.config().vocab());
                        ScoreScale scale = base.isPresent() && !ModelFolder.has(adapter, "config.json")
                                ? ScoreScale.AS_IT_IS
                                : ScoreScale.read(adapter);
                        write(ModelDirectory.contents(model, scale, config, template, tokenizer), directory);
                    }
                }
            }
        } catch (IOException e) {
            throw Disk.failure("write the merged model", e);
        }
    }

    private static void write(List<Checkpoints.NamedContent> files, Path directory) throws IOException {
        for (Checkpoints.NamedContent file : files) {
            file.content().write(directory.resolve(file.name()));
        }
    }

    private static void refuseUnlessRead(Tokenizer tokenizer, int rows) {
        if (tokenizer.size() > rows) {
            throw new RunFailure(
                    "unknown-model",
                    "The adapter's tokenizer has " + tokenizer.size()
                            + " tokens, and the base's embedding has rows for " + rows + ".");
        }
    }
}
