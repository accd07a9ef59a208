package hone.trainer;

import hone.contract.Message;
import hone.trainer.checkpoint.ManifestCheck;
import hone.trainer.data.ShuffledOrder;
import hone.trainer.model.Llama;
import hone.trainer.model.ModelFiles;
import hone.trainer.model.Respondent;
import hone.trainer.run.RunFailure;
import hone.trainer.tensor.Torch;
import hone.trainer.tokenizer.Tokenizer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code generate}: answers to one prompt on standard output, for people. The first answer has the seed itself, so that an
 * answer recorded with its seed can be looked at again.
 */
record OnePrompt(Path model, String prompt, int k, double temperature, double topP, long seed, int tokensMax) {
    static OnePrompt of(List<String> words) {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < words.size(); i += 2) {
            options.put(words.get(i), words.get(i + 1));
        }
        return new OnePrompt(
                Path.of(required(options, "--model")),
                required(options, "--prompt"),
                Integer.parseInt(options.getOrDefault("--k", "1")),
                Double.parseDouble(options.getOrDefault("--temperature", "1")),
                Double.parseDouble(options.getOrDefault("--top-p", "1")),
                Long.parseLong(options.getOrDefault("--seed", "1")),
                Integer.parseInt(options.getOrDefault("--tokens", "96")));
    }

    void print() {
        Torch.start(Runtime.getRuntime().availableProcessors());
        ManifestCheck.verify(model);
        try (Tokenizer tokenizer = Tokenizer.load(model);
                Llama llama = ModelFiles.load(model)) {
            Torch.threadsFor(llama.config().dim(), Runtime.getRuntime().availableProcessors());
            Respondent respondent =
                    new Respondent(llama, tokenizer, tokenizer.template(), temperature, topP, tokensMax);
            List<Integer> question = respondent.question(List.of(Message.user(prompt)));
            long[] seeds = new long[k];
            for (int i = 0; i < k; i++) {
                seeds[i] = i == 0 ? seed : ShuffledOrder.mix(seed, i) >>> 11;
            }
            respondent
                    .answer(Collections.nCopies(k, question), seeds)
                    .forEach(answer -> System.out.println(answer.text() + (answer.ended() ? "" : " …")));
        }
    }

    private static String required(Map<String, String> options, String name) {
        String value = options.get(name);
        if (value == null) {
            throw new RunFailure("bad-recipe", "The option " + name + " is missing.");
        }
        return value;
    }
}
