package hone.trainer;

import hone.contract.Message;
import hone.trainer.checkpoint.ManifestCheck;
import hone.trainer.data.ShuffledOrder;
import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.HalfWeights;
import hone.trainer.run.Options;
import hone.trainer.sampling.Respondent;
import hone.trainer.tensor.Torch;
import hone.trainer.tokenizer.ChatTemplate;
import hone.trainer.tokenizer.Tokenizer;
import hone.trainer.weights.ModelFiles;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * {@code generate}: prints answers to one prompt. The first answer uses the seed itself, so that an answer recorded with its seed
 * can be reproduced.
 */
record OnePrompt(Path model, String prompt, int k, double temperature, double topP, long seed, int tokensMax) {
    private static final int ANSWERS_MAX = 1000;
    private static final int TOGETHER_MAX = 16;
    private static final int TOKENS_MAX = 1_000_000;
    private static final double TEMPERATURE_MAX = 100;

    static OnePrompt of(List<String> words) {
        Options options = Options.of(
                        words,
                        Set.of("--model", "--prompt", "--k", "--temperature", "--top-p", "--seed", "--tokens"),
                        Set.of())
                .atMost(0);
        return new OnePrompt(
                Options.path(options.required("--model")),
                options.required("--prompt"),
                options.whole("--k", 1, 1, ANSWERS_MAX),
                options.real("--temperature", 1, 0, TEMPERATURE_MAX),
                options.real("--top-p", 1, Float.MIN_NORMAL, 1),
                options.seed("--seed", 1),
                options.whole("--tokens", 96, 1, TOKENS_MAX));
    }

    void print() {
        Torch.start(Runtime.getRuntime().availableProcessors());
        ManifestCheck.verify(model);
        try (Tokenizer tokenizer = Tokenizer.load(model);
                Decoder decoder = ModelFiles.load(model);
                HalfWeights sampled = decoder.halved()) {
            ChatTemplate template = tokenizer.template();
            System.err.println("Chat template: " + template.described() + ".");
            tokenizer.unusedTemplate().ifPresent(System.err::println);
            Torch.threadsFor(decoder.config().dim(), Runtime.getRuntime().availableProcessors());
            Respondent respondent =
                    new Respondent(sampled.decoder(), tokenizer, template, temperature, topP, tokensMax);
            List<Integer> question = respondent.question(List.of(Message.user(prompt)));
            long[] seeds = new long[k];
            for (int i = 0; i < k; i++) {
                seeds[i] = i == 0 ? seed : ShuffledOrder.mix(seed, i) >>> 11;
            }
            for (int from = 0; from < k; from += TOGETHER_MAX) {
                long[] some = Arrays.copyOfRange(seeds, from, Math.min(k, from + TOGETHER_MAX));
                respondent
                        .answer(Collections.nCopies(some.length, question), some)
                        .forEach(answer -> System.out.println(answer.text() + (answer.ended() ? "" : " …")));
            }
        }
    }
}
