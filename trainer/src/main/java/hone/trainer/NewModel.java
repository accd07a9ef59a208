package hone.trainer;

import hone.trainer.checkpoint.Checkpoints;
import hone.trainer.checkpoint.ModelDirectory;
import hone.trainer.data.Documents;
import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.DecoderConfig;
import hone.trainer.run.Disk;
import hone.trainer.run.Options;
import hone.trainer.run.RunFailure;
import hone.trainer.tensor.Torch;
import hone.trainer.tokenizer.ChatTemplate;
import hone.trainer.tokenizer.Tokenizer;
import hone.trainer.tokenizer.TokenizerFiles;
import hone.trainer.weights.InitialWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What comes before pretraining: a tokenizer, and a model of random weights. */
final class NewModel {
    /** Enough to know a language's words; a larger sample only takes longer. */
    private static final int DOCUMENTS_MAX = 10_000;

    private static final int VOCABULARY_MAX = 1 << 20;

    private NewModel() {}

    static void tokenizer(Path corpus, String vocabulary, Path directory) {
        tokenizer(
                corpus,
                Options.whole("VOCABULARY", vocabulary, TokenizerFiles.VOCABULARY_MIN, VOCABULARY_MAX),
                directory);
    }

    static void tokenizer(Path corpus, int vocabulary, Path directory) {
        List<String> documents = new ArrayList<>();
        Documents.forEach(corpus, document -> {
            if (documents.size() < DOCUMENTS_MAX) {
                documents.add(document);
            }
        });
        try {
            int tokens = TokenizerFiles.train(documents, vocabulary, directory);
            System.out.println(tokens + " tokens learned from " + documents.size() + " documents");
        } catch (IOException e) {
            throw Disk.failure("write the tokenizer", e);
        }
    }

    static void init(Path configFile, Path tokenizerDirectory, long seed, Path directory) {
        Torch.start(1);
        DecoderConfig config = DecoderConfig.read(configFile);
        try (Tokenizer tokenizer = Tokenizer.load(tokenizerDirectory);
                Decoder model = InitialWeights.random(config, seed)) {
            if (tokenizer.size() > config.vocab()) {
                throw new RunFailure(
                        "bad-recipe",
                        "The tokenizer has " + tokenizer.size() + " tokens, vocab_size in config.json is "
                                + config.vocab() + ".");
            }
            Files.createDirectories(directory);
            Files.copy(
                    configFile,
                    directory.resolve(DecoderConfig.FILE),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            for (Checkpoints.NamedContent file :
                    ModelDirectory.contents(model, directory, tokenizerDirectory, ChatTemplate.DOCUMENT)) {
                file.content().write(directory.resolve(file.name()));
            }
            System.out.println(model.parameterCount() + " parameters");
        } catch (IOException e) {
            throw Disk.failure("write the new model", e);
        }
    }
}
