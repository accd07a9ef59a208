package hone.trainer.bench;

import static org.bytedeco.pytorch.global.torch.randn;

import hone.contract.Wire;
import hone.trainer.checkpoint.Checkpoints;
import hone.trainer.checkpoint.ModelDirectory;
import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.DecoderConfig;
import hone.trainer.scalarhead.ScoreScale;
import hone.trainer.scalarhead.ScoringModel;
import hone.trainer.tensor.Scope;
import hone.trainer.tokenizer.ChatTemplate;
import hone.trainer.tokenizer.Tokenizer;
import hone.trainer.tokenizer.TokenizerFiles;
import hone.trainer.weights.InitialWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;

/** Models of random weights in a folder, for stages that are measured as they are run. */
final class MadeModels {
    private static final int WORDS = 300;

    private MadeModels() {}

    /** A language model with the form of a document, and a tokenizer that knows few words. */
    static Path language(Path folder, ModelSize size) throws IOException {
        Path tokenizer = folder.resolve("tokenizer");
        TokenizerFiles.train(List.of("Milo gave Vera a cup of tea, and both were glad."), WORDS, tokenizer);
        Path model = Files.createDirectories(folder.resolve("model"));
        Files.write(model.resolve(DecoderConfig.FILE), Wire.bytes(size.json()));
        try (Decoder random = InitialWeights.random(size.config(), 1)) {
            write(model, ModelDirectory.contents(random, model, tokenizer, ChatTemplate.DOCUMENT));
        }
        return model;
    }

    /** A reward model of a language model's size. */
    static Path reward(Path folder, Path model) throws IOException {
        Path reward = Files.createDirectories(folder.resolve("reward"));
        try (Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard();
                Tokenizer words = Tokenizer.load(model);
                ScoringModel scoring = ScoringModel.fromLanguageModel(
                        model,
                        randn(
                                1,
                                DecoderConfig.read(model.resolve(DecoderConfig.FILE))
                                        .dim()))) {
            write(reward, ModelDirectory.contents(scoring, new ScoreScale(0, 1), model, ChatTemplate.DOCUMENT, words));
        }
        return reward;
    }

    /** A text of so many tokens, which begins with a number of two digits: the tokenizer knows no x and no digits. */
    static String text(int number, int tokens) {
        return "%02d".formatted(number % 100) + "x".repeat(tokens - 2);
    }

    private static void write(Path directory, List<Checkpoints.NamedContent> files) throws IOException {
        for (Checkpoints.NamedContent file : files) {
            file.content().write(directory.resolve(file.name()));
        }
    }

    /** Removes a folder of theirs with all that is in it. */
    static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
