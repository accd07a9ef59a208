package hone.trainer.serve;

import hone.trainer.checkpoint.ManifestCheck;
import hone.trainer.model.Llama;
import hone.trainer.model.ModelFiles;
import hone.trainer.model.Respondent;
import hone.trainer.tensor.Torch;
import hone.trainer.tokenizer.ChatTemplate;
import hone.trainer.tokenizer.Tokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Weights in memory with their tokenizer, held by everybody who uses them. They are freed when nobody holds them any more and
 * they have been retired, so a model that was swapped out lives as long as its last answer.
 */
final class ServedModel {
    private final String address;
    private final Llama weights;
    private final Tokenizer tokenizer;
    private final List<Integer> forbidden;
    private int holders;
    private boolean retired;

    private ServedModel(String address, Llama weights, Tokenizer tokenizer) {
        this.address = address;
        this.weights = weights;
        this.tokenizer = tokenizer;
        this.forbidden = Respondent.forbidden(weights, tokenizer);
    }

    /** @param threads of libtorch, which starts with the first model */
    static ServedModel load(Path directory, int threads) {
        String address = ManifestCheck.verify(directory).orElse(directory.toString());
        LibTorch.started(threads);
        Tokenizer tokenizer = Tokenizer.load(directory);
        try {
            tokenizer.endId(); // refuses now what no answer could end with
            Llama weights = ModelFiles.load(directory);
            Torch.threadsFor(weights.config().dim(), threads);
            return new ServedModel(address, weights, tokenizer);
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    /** Its sha256, or its folder when it has no manifest. */
    String address() {
        return address;
    }

    Llama weights() {
        return weights;
    }

    List<Integer> forbidden() {
        return forbidden;
    }

    int endId() {
        return tokenizer.endId();
    }

    int contextTokens() {
        return weights.config().positions();
    }

    String decode(List<Integer> ids) {
        return tokenizer.decode(ids);
    }

    /** The ids that each prompt of a question is asked with. */
    List<List<Integer>> ids(Request.Question question) {
        return switch (question) {
            case Request.Question.Chat chat -> List.of(tokenizer.template().question(chat.messages(), tokenizer));
            case Request.Question.Texts texts ->
                texts.prompts().stream()
                        .map(text -> ChatTemplate.TEXT.question(List.of(hone.contract.Message.user(text)), tokenizer))
                        .toList();
            case Request.Question.Ids given -> {
                List<List<Integer>> prompts = new ArrayList<>();
                for (List<Integer> prompt : given.prompts()) {
                    if (prompt.stream().anyMatch(id -> id >= tokenizer.size())) {
                        throw ApiError.invalid(
                                "prompt",
                                "invalid_value",
                                "Invalid 'prompt': this model knows the token ids 0 to " + (tokenizer.size() - 1)
                                        + ".");
                    }
                    prompts.add(prompt);
                }
                yield prompts;
            }
        };
    }

    /** False when it is too late to use it. */
    synchronized boolean hold() {
        if (retired && holders == 0) {
            return false;
        }
        holders++;
        return true;
    }

    synchronized void letGo() {
        holders--;
        freeWhenUnused();
    }

    synchronized boolean idle() {
        return holders == 0;
    }

    /** Nobody new gets it. */
    synchronized void retire() {
        if (!retired) {
            retired = true;
            freeWhenUnused();
        }
    }

    private void freeWhenUnused() {
        if (retired && holders == 0) {
            weights.close();
            tokenizer.close();
        }
    }
}
