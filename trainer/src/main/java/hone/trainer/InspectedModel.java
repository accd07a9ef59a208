package hone.trainer;

import hone.contract.ModelInspection;
import hone.contract.Wire;
import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.DecoderConfig;
import hone.trainer.run.ModelFolder;
import hone.trainer.run.RunFailure;
import hone.trainer.sampling.Respondent;
import hone.trainer.tensor.Memory;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Tensors;
import hone.trainer.tensor.Torch;
import hone.trainer.tokenizer.ChatTemplate;
import hone.trainer.tokenizer.Tokenizer;
import hone.trainer.weights.ModelFiles;
import hone.trainer.weights.PeftFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * {@code inspect}: reads a model's directory as training and serving will, all weights included, and prints what it is. What this
 * refuses would be refused there too.
 */
final class InspectedModel {
    private static final Pattern LICENCE_FILE = Pattern.compile("(licen[cs]e|copying|notice)([._-].{0,40})?");
    private static final String CARD = "README.md";
    private static final Pattern LICENCE_ON_CARD =
            Pattern.compile("(?m)\\A---\\R(?:(?!---\\R).*\\R)*?license:[ \\t]*([A-Za-z0-9][A-Za-z0-9._+-]{0,60})");
    private static final int CARD_CHARS_MAX = 1 << 14;

    private InspectedModel() {}

    static void print(Path directory) {
        Torch.start(Runtime.getRuntime().availableProcessors());
        System.out.println(Wire.write(of(directory)));
    }

    static ModelInspection of(Path directory) {
        if (PeftFiles.isAdapter(directory)) {
            throw new RunFailure(
                    "wrong-kind",
                    "This is an adapter (" + PeftFiles.CONFIG
                            + ") and no whole model: write it and its base as one (./hone merge, or merge_and_unload of peft), then take that.");
        }
        ModelInspection.Machine machine = new ModelInspection.Machine(
                Memory.totalBytes().orElse(0), Memory.availableBytes().orElse(0));
        try (Tokenizer tokenizer = Tokenizer.load(directory);
                Decoder model = ModelFiles.load(directory)) {
            ChatTemplate template = tokenizer.template();
            refuseUnlessItPredicts(model, tokenizer);
            return new ModelInspection(
                    model.config().modelType(),
                    size(model),
                    model.config().positions(),
                    ModelFiles.storedTypes(directory),
                    new ModelInspection.Template(
                            template.wireName(), template.described(), template != ChatTemplate.DOCUMENT),
                    Respondent.ends(tokenizer, template).stream()
                            .map(id -> tokenizer.decodeAll(List.of(id)))
                            .toList(),
                    licence(directory),
                    tokenizer.unusedTemplate(),
                    machine);
        }
    }

    private static ModelInspection.Size size(Decoder model) {
        DecoderConfig config = model.config();
        return new ModelInspection.Size(
                model.parameterCount(),
                config.layers(),
                config.dim(),
                config.queryHeads(),
                config.keyValueHeads(),
                config.headWidth(),
                config.feedForward(),
                config.vocab());
    }

    /** Finite weights can still be too large to compute with. */
    private static void refuseUnlessItPredicts(Decoder model, Tokenizer tokenizer) {
        try (Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard()) {
            Tensor logits = model.logits(model.hidden(Tensors.of(new long[] {tokenizer.beginId()}, 1, 1)));
            if (!logits.isfinite().all().item_bool()) {
                throw new RunFailure(
                        "unreadable-checkpoint",
                        "The model can't be used: what it computes from a single token is not finite.");
            }
        }
    }

    /** A file of this kind is named; otherwise what the model's card says counts. */
    private static Optional<String> licence(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            Optional<String> file = files.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .map(path -> String.valueOf(path.getFileName()))
                    .filter(name ->
                            LICENCE_FILE.matcher(name.toLowerCase(Locale.ROOT)).matches())
                    .sorted()
                    .findFirst();
            return file.or(() -> onCard(directory));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> onCard(Path directory) {
        if (!ModelFolder.has(directory, CARD)) {
            return Optional.empty();
        }
        String card = new String(ModelFolder.bytes(directory, CARD), StandardCharsets.UTF_8);
        Matcher said = LICENCE_ON_CARD.matcher(card.substring(0, Math.min(card.length(), CARD_CHARS_MAX)));
        return said.find() ? Optional.of(said.group(1) + " (" + CARD + ")") : Optional.empty();
    }
}
