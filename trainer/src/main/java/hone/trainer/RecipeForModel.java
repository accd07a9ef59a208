package hone.trainer;

import hone.contract.DatasetRecord;
import hone.contract.LoraSettings;
import hone.contract.SuitedRecipe;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import hone.trainer.decoder.DecoderConfig;
import hone.trainer.run.Disk;
import hone.trainer.run.Options;
import hone.trainer.run.RunFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code recipe}: prints a stage's recipe with defaults for a model and its data, and on standard error why. */
final class RecipeForModel {
    /** Stages in which the policy answers the dataset's prompts. */
    private static final Set<String> ANSWERING = Set.of("best-of-n", "ppo", "grpo");

    private RecipeForModel() {}

    static void print(List<String> words) {
        Options options =
                Options.of(words, Set.of("--model", "--data"), Set.of("--lora")).with("KIND");
        Path model = Options.path(options.required("--model"));
        Path data = Options.path(options.required("--data"));
        String kind = options.plain().getFirst();
        if (!SuitedRecipe.KINDS.contains(kind)) {
            throw new RunFailure(
                    "bad-options",
                    "There is no recipe '" + kind + "' here; there are " + String.join(", ", SuitedRecipe.KINDS) + ".");
        }
        DecoderConfig config = DecoderConfig.read(model.resolve(DecoderConfig.FILE));
        Optional<LoraSettings> lora = options.has("--lora") ? Optional.of(SuitedRecipe.ADAPTER) : Optional.empty();
        SuitedRecipe suited = new SuitedRecipe(weights(config), config.positions(), rows(data, kind), lora);
        suited.reasons(kind).forEach(reason -> System.err.println(reason.setting() + ": " + reason.why()));
        System.out.println(Wire.write(suited.of(kind)));
    }

    private static double weights(DecoderConfig config) {
        return config.layout().parameters().values().stream()
                .mapToDouble(parameter -> {
                    double product = 1;
                    for (long size : parameter.shape()) {
                        product *= size;
                    }
                    return product;
                })
                .sum();
    }

    private static long rows(Path data, String kind) {
        try (BufferedReader lines = Disk.lines(data)) {
            return lines.lines()
                    .map(line -> Wire.read(line, DatasetRecord.class))
                    .filter(row -> counts(row, kind))
                    .count();
        } catch (IOException e) {
            throw Disk.failure("read the dataset " + data, e);
        } catch (UnreadableMessage e) {
            throw new RunFailure("unreadable-dataset", "The dataset can't be used: " + e.getMessage() + ".", e);
        }
    }

    private static boolean counts(DatasetRecord row, String kind) {
        return switch (row) {
            case DatasetRecord.Demonstration one -> kind.equals("sft");
            case DatasetRecord.Preference one -> kind.equals("reward") || kind.equals("dpo");
            case DatasetRecord.Rated one -> kind.equals("kto");
            case DatasetRecord.PromptOnly one -> ANSWERING.contains(kind);
            case DatasetRecord.Document one -> false;
            case DatasetRecord.Manifest one -> false;
        };
    }
}
