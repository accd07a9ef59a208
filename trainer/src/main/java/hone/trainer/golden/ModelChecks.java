package hone.trainer.golden;

import com.fasterxml.jackson.databind.JsonNode;
import hone.trainer.data.TokenRows;
import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.DecoderConfig;
import hone.trainer.decoder.HalfWeights;
import hone.trainer.decoder.LabelLearning;
import hone.trainer.decoder.TokenLogprobs;
import hone.trainer.jinja.Text;
import hone.trainer.optim.AdamW;
import hone.trainer.optim.CosineSchedule;
import hone.trainer.reward.PairwiseLoss;
import hone.trainer.sampling.Generation;
import hone.trainer.sampling.GenerationSettings;
import hone.trainer.sampling.PrefixCache;
import hone.trainer.sampling.RunningRows;
import hone.trainer.sampling.SamplingParameters;
import hone.trainer.scalarhead.ScoringModel;
import hone.trainer.tensor.Tensors;
import hone.trainer.tokenizer.Tokenizer;
import hone.trainer.weights.ModelFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Checks that need a model. */
final class ModelChecks {
    private ModelChecks() {}

    static void logits(Golden.Check check, LargestError error) {
        String config = check.json().path("config").asText(DecoderConfig.FILE);
        try (NoGradGuard constants = new NoGradGuard();
                Decoder model = ModelFiles.load(
                        check.model(), DecoderConfig.read(check.model().resolve(config)))) {
            Golden.Tensors given = check.tensors();
            Tensor ids = given.get("input_ids");
            Tensor mask = given.get("attention_mask");
            Tensor hidden = given.has("position_ids")
                    ? model.hidden(ids, Decoder.Reading.padded(given.get("position_ids"), mask))
                    : model.hidden(ids);
            error.compare(model.logits(hidden), given.get("logits"), mask.unsqueeze(-1));
        }
    }

    /** Of one prompt, at its last token, where whole logits would be too many to store. */
    static void lastLogits(Golden.Check check, LargestError error) {
        try (NoGradGuard constants = new NoGradGuard();
                Decoder model = ModelFiles.load(check.model())) {
            JsonNode json = check.json();
            long[] ids = JsonTensors.ints(json.path("prompt_ids")).stream()
                    .mapToLong(Integer::longValue)
                    .toArray();
            Tensor hidden = model.hidden(Tensors.of(ids, 1, ids.length)).select(1, ids.length - 1L);
            long[] top = JsonTensors.ints(json.path("top_ids")).stream()
                    .mapToLong(Integer::longValue)
                    .toArray();
            error.compare(
                    model.logits(hidden).squeeze(0).index_select(0, Tensors.of(top, top.length)),
                    json.path("top_values"));
        }
    }

    static void logprobs(Golden.Check check, LargestError error) {
        try (NoGradGuard constants = new NoGradGuard();
                Decoder model = ModelFiles.load(check.model())) {
            Golden.Tensors given = check.tensors();
            Tensor ids = given.get("input_ids"); // (B, T)
            Tensor mask = given.get("mask"); // (B, T − 1)
            long next = ids.size(1) - 1;
            TokenLogprobs found = TokenLogprobs.of(model, rows(ids, ids), check.number("temperature")); // (B · (T − 1))
            error.compare(found.logprobs().view(mask.size(0), next), given.get("logprobs"), mask);
            error.compare(found.entropy().view(mask.size(0), next), given.get("entropy"), mask);
        }
    }

    static void generate(Golden.Check check, LargestError error) {
        try (Decoder model = ModelFiles.load(check.model());
                HalfWeights halved = model.halved()) {
            Golden.Tensors given = check.tensors();
            long[] ids = Tensors.longs(given.get("input_ids"));
            long[] mask = Tensors.longs(given.get("attention_mask"));
            int width = (int) given.get("input_ids").size(1);
            List<List<Integer>> prompts = new ArrayList<>();
            for (int start = 0; start < ids.length; start += width) {
                List<Integer> prompt = new ArrayList<>();
                for (int t = start; t < start + width; t++) {
                    if (mask[t] == 1) {
                        prompt.add((int) ids[t]);
                    }
                }
                prompts.add(prompt);
            }
            long[] expected = Tensors.longs(given.get("sequences"));
            int total = (int) given.get("sequences").size(1);
            for (List<List<Integer>> answers : List.of(
                    greedy(model, check, prompts),
                    greedy(halved.decoder(), check, prompts),
                    inSlots(model, check, prompts),
                    inSlots(halved.decoder(), check, prompts))) {
                for (int r = 0; r < answers.size(); r++) {
                    long[] row = new long[total - width];
                    Arrays.fill(row, Math.round(check.number("pad_token_id")));
                    List<Integer> answer = answers.get(r);
                    for (int t = 0; t < Math.min(row.length, answer.size()); t++) {
                        row[t] = answer.get(t);
                    }
                    error.same(answer.size() <= row.length
                            && Arrays.equals(row, Arrays.copyOfRange(expected, r * total + width, (r + 1) * total)));
                }
            }
        }
    }

    /** The same answers as the model server writes them: rows that begin one after the other, in slots of another cache. */
    private static List<List<Integer>> inSlots(Decoder model, Golden.Check check, List<List<Integer>> prompts) {
        List<Integer> ends = JsonTensors.ints(check.json().path("eos_token_ids"));
        int most = (int) Math.round(check.number("max_new_tokens"));
        List<List<Integer>> answers = new ArrayList<>();
        prompts.forEach(prompt -> answers.add(new ArrayList<>()));
        Map<RunningRows.Row, List<Integer>> running = new LinkedHashMap<>();
        try (PrefixCache none = new PrefixCache(0);
                RunningRows rows = new RunningRows(model, List.of(), none)) {
            for (int begun = 0; begun < prompts.size() || !running.isEmpty(); begun++) {
                rows.step();
                running.forEach((row, answer) -> answer.add(row.token()));
                if (begun < prompts.size()) {
                    RunningRows.Row row = rows.begin(prompts.get(begun), SamplingParameters.of(0, 1), 0);
                    answers.get(begun).add(row.token());
                    running.put(row, answers.get(begun));
                }
                for (var entry : List.copyOf(running.entrySet())) {
                    List<Integer> answer = entry.getValue();
                    if (answer.size() >= most || ends.contains(answer.getLast())) {
                        rows.end(entry.getKey());
                        running.remove(entry.getKey());
                    }
                }
            }
        }
        return answers;
    }

    static void greedyText(Golden.Check check, LargestError error) {
        try (Tokenizer tokenizer = Tokenizer.load(check.model());
                Decoder model = ModelFiles.load(check.model());
                HalfWeights halved = model.halved()) {
            String prompt = check.json().path("prompt").asText();
            List<Integer> question = tokenizer.document(Text.written(prompt));
            error.same(question.equals(JsonTensors.ints(check.json().path("prompt_ids"))));
            for (Decoder one : List.of(model, halved.decoder())) {
                List<Integer> sequence = new ArrayList<>(question);
                sequence.addAll(greedy(one, check, List.of(question)).getFirst());
                error.same(sequence.equals(JsonTensors.ints(check.json().path("sequence"))));
                error.same(tokenizer
                        .decode(sequence)
                        .equals(check.json().path("text").asText()));
            }
        }
    }

    private static List<List<Integer>> greedy(Decoder model, Golden.Check check, List<List<Integer>> prompts) {
        List<Integer> ends = JsonTensors.ints(check.json().path("eos_token_ids"));
        int most = (int) Math.round(check.number("max_new_tokens"));
        return new Generation(model, new GenerationSettings(0, 1, most, ends, 0, List.of()))
                .answer(prompts, new long[prompts.size()]).stream()
                        .map(Generation.Row::ids)
                        .toList();
    }

    static void sft(Golden.Check check, LargestError error) {
        try (Decoder model = ModelFiles.load(check.model())) {
            Golden.Tensors given = check.tensors();
            double loss = 0;
            for (TokenRows rows : batches(check, given)) {
                loss += learned(model, rows, check.number("label_count"));
            }
            error.compare(loss, check.expected().path("loss"));
            compareGradients(model.parameters(), check, given, error);
        }
    }

    static void compareGradients(
            Map<String, Tensor> parameters, Golden.Check check, Golden.Tensors given, LargestError error) {
        JsonNode norms = check.expected().path("gradient_norms");
        error.same(norms.size() == parameters.size());
        parameters.forEach((name, parameter) -> {
            error.compare(parameter.grad().norm().item_double(), norms.path(name));
            if (given.has("grad." + name)) {
                error.compare(parameter.grad(), given.get("grad." + name));
            }
        });
    }

    static void adamw(Golden.Check check, LargestError error) {
        AdamW.Settings settings = new AdamW.Settings(
                check.number("beta1"), check.number("beta2"), check.number("eps"), check.number("weight_decay"));
        CosineSchedule schedule = new CosineSchedule(
                check.number("lr"),
                Math.round(check.number("warmup_steps")),
                Math.round(check.number("total_steps")),
                0);
        try (Decoder model = ModelFiles.load(check.model());
                AdamW optimizer = new AdamW(model.parameters(), settings)) {
            Golden.Tensors given = check.tensors();
            JsonNode expected = check.expected();
            for (int s = 0; s < given.get("input_ids").size(0); s++) {
                TokenRows rows = rows(
                        given.get("input_ids").select(0, s), given.get("labels").select(0, s));
                double loss = learned(model, rows, rows.labelCount());
                double norm = optimizer.clip(check.number("max_grad_norm"));
                optimizer.step(schedule.at(s));
                error.compare(loss, expected.path("losses").path(s));
                error.compare(norm, expected.path("gradient_norms_per_step").path(s));
                error.compare(schedule.at(s), expected.path("learning_rates").path(s));
            }
            model.parameters().forEach((name, parameter) -> {
                Tensor last = parameter.detach();
                error.compare(
                        last.norm().item_double(), expected.path("final_norms").path(name));
                error.compare(
                        last.sum().item_double(), expected.path("final_sums").path(name));
                if (given.has("final." + name)) {
                    error.compare(last, given.get("final." + name));
                }
            });
        }
    }

    static void reward(Golden.Check check, LargestError error) {
        Golden.Tensors given = check.tensors();
        try (ScoringModel model = scoring(check, given)) {
            Tensor chosen = scores(model, given.get("chosen_input_ids"), given.get("chosen_attention_mask"));
            Tensor rejected = scores(model, given.get("rejected_input_ids"), given.get("rejected_attention_mask"));
            Tensor nothing = given.get("margin").mul(new Scalar(0.0));
            Tensor loss = PairwiseLoss.each(
                            chosen,
                            rejected,
                            check.says("use_margin") ? given.get("margin") : nothing,
                            check.says("use_weight") ? given.get("weight") : nothing.add(new Scalar(1.0)))
                    .mean()
                    .add(PairwiseLoss.centring(chosen, rejected, check.number("centring")));
            loss.backward();
            error.compare(chosen, given.get("chosen_scores"));
            error.compare(rejected, given.get("rejected_scores"));
            error.compare(loss.item_double(), check.expected().path("loss"));
            error.compare(
                    FormulaChecks.accuracy(chosen, rejected), check.expected().path("accuracy"));
            compareGradients(model.parameters(), check, given, error);
        }
    }

    static void rewardGroup(Golden.Check check, LargestError error) {
        Golden.Tensors given = check.tensors();
        try (ScoringModel model = scoring(check, given)) {
            Tensor ids = given.get("input_ids"); // (G, K, T)
            long groups = ids.size(0);
            long answers = ids.size(1);
            Tensor flat = ids.view(groups * answers, ids.size(2));
            Tensor scores = scores(model, flat, given.get("attention_mask").view(groups * answers, ids.size(2)))
                    .view(groups, answers); // (G, K), best first
            Tensor sum = scores.select(1, 0).mul(new Scalar(0.0)); // (G)
            long pairs = answers * (answers - 1) / 2;
            for (long better = 0; better < answers; better++) {
                for (long worse = better + 1; worse < answers; worse++) {
                    Tensor none = sum.detach().mul(new Scalar(0.0)); // (G)
                    sum = sum.add(PairwiseLoss.each(
                            scores.select(1, better),
                            scores.select(1, worse),
                            none,
                            none.add(new Scalar(1.0 / pairs))));
                }
            }
            Tensor loss = sum.mean();
            loss.backward();
            error.compare(scores, given.get("scores"));
            error.compare(sum, given.get("group_losses"));
            error.compare(loss.item_double(), check.expected().path("loss"));
            compareGradients(model.parameters(), check, given, error);
        }
    }

    private static ScoringModel scoring(Golden.Check check, Golden.Tensors given) {
        Path directory = check.model();
        return check.json().path("score_in").asText().equals("model")
                ? ScoringModel.load(directory)
                : ScoringModel.fromLanguageModel(directory, given.get(ModelFiles.SCORE));
    }

    /** At the last token of each right-padded row. */
    private static Tensor scores(ScoringModel model, Tensor ids, Tensor mask) { // (B, T), (B, T) → (B)
        long[] lengths = Tensors.longs(mask.sum(1));
        long[] places = new long[lengths.length];
        for (int r = 0; r < places.length; r++) {
            places[r] = r * ids.size(1) + lengths[r] - 1;
        }
        return model.at(ids, Tensors.of(places, places.length));
    }

    private static List<TokenRows> batches(Golden.Check check, Golden.Tensors given) {
        int parts = check.json().path("micro_batches").asInt(0);
        if (parts == 0) {
            return List.of(rows(given.get("input_ids"), given.get("labels")));
        }
        List<TokenRows> batches = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            batches.add(rows(given.get("micro" + i + ".input_ids"), given.get("micro" + i + ".labels")));
        }
        return batches;
    }

    /** Adds the gradient of the loss, divided by a number of labels; returns it. */
    static double learned(Decoder model, TokenRows rows, double labels) {
        try (LabelLearning learning = LabelLearning.onThisThread(model)) {
            double loss = learning.learn(List.of(rows), 1 / labels, 0) / labels;
            learning.complete();
            return loss;
        }
    }

    static TokenRows rows(Tensor ids, Tensor labels) {
        float[] weights = new float[(int) ids.size(0)];
        Arrays.fill(weights, 1);
        return new TokenRows(weights.length, (int) ids.size(1), Tensors.longs(ids), Tensors.longs(labels), weights);
    }
}
