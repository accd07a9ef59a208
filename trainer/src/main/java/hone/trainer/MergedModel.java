package hone.trainer;

import hone.trainer.checkpoint.Checkpoints;
import hone.trainer.checkpoint.ManifestCheck;
import hone.trainer.checkpoint.ModelDirectory;
import hone.trainer.decoder.Decoder;
import hone.trainer.run.Disk;
import hone.trainer.run.RunFailure;
import hone.trainer.tensor.Torch;
import hone.trainer.tokenizer.ChatTemplate;
import hone.trainer.tokenizer.Tokenizer;
import hone.trainer.weights.ModelFiles;
import hone.trainer.weights.PeftFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code merge}: writes an adapter and its base as one model, which needs neither of them any more. */
final class MergedModel {
    private MergedModel() {}

    static void write(Path adapter, Path directory) {
        if (!PeftFiles.isAdapter(adapter)) {
            throw new RunFailure(
                    "wrong-kind",
                    "There is no " + PeftFiles.CONFIG + " in " + adapter + ", so there is nothing to merge.");
        }
        Torch.start(Runtime.getRuntime().availableProcessors());
        ManifestCheck.verify(adapter);
        try (Tokenizer tokenizer = Tokenizer.load(adapter);
                Decoder model = ModelFiles.load(adapter)) {
            ChatTemplate template = tokenizer.template();
            Files.createDirectories(directory);
            for (Checkpoints.NamedContent file : ModelDirectory.contents(model, adapter, adapter, template)) {
                file.content().write(directory.resolve(file.name()));
            }
        } catch (IOException e) {
            throw Disk.failure("write the merged model", e);
        }
    }
}
