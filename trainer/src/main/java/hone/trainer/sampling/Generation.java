package hone.trainer.sampling;

import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.KeyValueCache;
import hone.trainer.decoder.PaddedRows;
import hone.trainer.run.RunFailure;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.SideBySide;
import hone.trainer.tensor.Tensors;
import hone.trainer.tensor.Torch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * Samples answers token by token, with keys and values cached and prompts padded on the left by mask and positions. Every row has
 * its own random generator: the same seed gives the same answer whatever else is in the batch, except for the last bits of a
 * matrix product, whose order of summation may change with the number of rows.
 */
public final class Generation {
    private static final int BATCH_ROWS_MAX = 64;

    private final Decoder model;
    private final GenerationSettings settings;

    public Generation(Decoder model, GenerationSettings settings) {
        this.model = model;
        this.settings = settings;
    }

    /** Ids of an answer, including its end token if it has one. */
    public record Row(List<Integer> ids, boolean ended) {
        /**
         * Prompt and answer as one row; an answer that was cut off by the limit gets an end token, as every judged answer has
         * one.
         */
        public int[] after(List<Integer> question, int endId) {
            int[] row = new int[question.size() + ids.size() + (ended ? 0 : 1)];
            for (int t = 0; t < question.size(); t++) {
                row[t] = question.get(t);
            }
            for (int t = 0; t < ids.size(); t++) {
                row[question.size() + t] = ids.get(t);
            }
            if (!ended) {
                row[row.length - 1] = endId;
            }
            return row;
        }
    }

    /** @param seeds one per prompt */
    public List<Row> answer(List<List<Integer>> prompts, long[] seeds) {
        int rows = prompts.size();
        int promptTokens = prompts.stream().mapToInt(List::size).max().orElse(0);
        if (promptTokens + settings.tokensMax() > model.config().positions()) {
            throw new RunFailure(
                    "bad-recipe",
                    "A prompt of " + promptTokens + " tokens and an answer of " + settings.tokensMax()
                            + " do not fit into the model's " + model.config().positions() + " tokens.");
        }
        Random[] chance = Arrays.stream(seeds).mapToObj(Random::new).toArray(Random[]::new);
        List<List<Integer>> answers = new ArrayList<>();
        prompts.forEach(prompt -> answers.add(new ArrayList<>()));
        boolean[] ended = new boolean[rows];
        try (Scope all = Scope.open();
                NoGradGuard constants = new NoGradGuard();
                KeyValueCache cache = model.cache(rows, (long) promptTokens + settings.tokensMax())) {
            Padded padded = Padded.of(prompts, promptTokens, settings.padId());
            Tensor real = Tensors.of(padded.real, rows, promptTokens); // (B, P)
            Tensor visible = Tensors.of(
                    padded.visible(settings.tokensMax()), rows, 1, 1, (long) promptTokens + settings.tokensMax());
            Tensor suppressed = suppressed(); // (V)
            Tensor hidden = Scope.keep(model.hidden(
                            Tensors.of(padded.ids, rows, promptTokens),
                            Decoder.Reading.padded(Tensors.of(padded.positions, rows, promptTokens), real)
                                    .keptIn(cache))
                    .select(1, promptTokens - 1L)); // (B, H)
            for (int n = 0; n < settings.tokensMax(); n++) {
                try (Scope step = Scope.open()) {
                    long[] next = next(hidden, suppressed, chance); // (B)
                    Scope.release(hidden);
                    boolean anyUnfinished = record(next, answers, ended);
                    if (!anyUnfinished || n + 1 == settings.tokensMax()) {
                        break;
                    }
                    long[] positions = new long[rows];
                    for (int r = 0; r < rows; r++) {
                        positions[r] = (long) prompts.get(r).size() + n;
                    }
                    hidden = Scope.keep(model.hidden(
                                    Tensors.of(next, rows, 1),
                                    Decoder.Reading.next(
                                            Tensors.of(positions, rows, 1),
                                            visible.narrow(3, 0, (long) promptTokens + n + 1),
                                            cache))
                            .select(1, 0)); // (B, H)
                }
            }
        }
        List<Row> result = new ArrayList<>();
        for (int r = 0; r < rows; r++) {
            result.add(new Row(answers.get(r), ended[r]));
        }
        return result;
    }

    /**
     * Any number of prompts, in batches of similar length, several batches at a time where that is faster. The batches depend on
     * prompts and model alone, not on the threads.
     */
    public List<Row> answerAll(List<List<Integer>> prompts, long[] seeds, SideBySide sideBySide) {
        Row[] answers = new Row[prompts.size()];
        List<int[]> lengths =
                prompts.stream().map(prompt -> new int[prompt.size()]).toList();
        boolean wide =
                Torch.isWide(model.config().dim()) && !model.output().isHalved(); // whose products have one thread each
        int halves = wide ? prompts.size() : Math.ceilDiv(prompts.size(), 2);
        List<SideBySide.Work> batches =
                PaddedRows.ofSimilarLength(lengths, Math.clamp(halves, 1, BATCH_ROWS_MAX)).stream()
                        .<SideBySide.Work>map(batch -> () -> {
                            List<Row> some = answer(
                                    Arrays.stream(batch).mapToObj(prompts::get).toList(),
                                    Arrays.stream(batch)
                                            .mapToLong(row -> seeds[row])
                                            .toArray());
                            for (int i = 0; i < batch.length; i++) {
                                answers[batch[i]] = some.get(i);
                            }
                        })
                        .toList();
        if (wide || batches.size() == 1) {
            sideBySide.runInTurn(batches);
        } else {
            sideBySide.run(batches);
        }
        return List.of(answers);
    }

    private long[] next(Tensor hidden, Tensor suppressed, Random[] chance) { // (B, H), (V) → B ids
        Tensor logits = model.nextLogits(hidden).add_(suppressed); // (B, V)
        return TokenSampler.all(
                settings.temperature() == 0
                        ? TokenSampler.greedy(logits)
                        : TokenSampler.sampled(logits, settings.temperature(), settings.topP(), numbers(chance)));
    }

    /** Added to logits: −∞ where a token is forbidden. */
    private Tensor suppressed() { // → (V)
        float[] suppressed = new float[model.config().vocab()];
        settings.forbidden().forEach(id -> suppressed[id] = Float.NEGATIVE_INFINITY);
        return Tensors.of(suppressed, suppressed.length);
    }

    private static double[] numbers(Random[] chance) {
        return Arrays.stream(chance).mapToDouble(Random::nextDouble).toArray();
    }

    /** Appends the tokens to their rows and pads rows that have ended; false when all have. */
    private boolean record(long[] next, List<List<Integer>> answers, boolean[] ended) {
        boolean anyUnfinished = false;
        for (int r = 0; r < next.length; r++) {
            if (ended[r]) {
                next[r] = settings.padId();
                continue;
            }
            answers.get(r).add((int) next[r]);
            ended[r] = settings.endIds().contains((int) next[r]);
            anyUnfinished |= !ended[r];
        }
        return anyUnfinished;
    }

    /** Left-padded prompts: (B, P) each, row after row. */
    private record Padded(int rows, int width, long[] ids, boolean[] real, long[] positions) {
        static Padded of(List<List<Integer>> prompts, int width, int padId) {
            int cells = prompts.size() * width;
            Padded padded = new Padded(prompts.size(), width, new long[cells], new boolean[cells], new long[cells]);
            Arrays.fill(padded.ids, padId);
            for (int r = 0; r < prompts.size(); r++) {
                List<Integer> prompt = prompts.get(r);
                int start = (r + 1) * width - prompt.size();
                for (int t = 0; t < prompt.size(); t++) {
                    padded.ids[start + t] = prompt.get(t);
                    padded.real[start + t] = true;
                    padded.positions[start + t] = t;
                }
            }
            return padded;
        }

        /** Keys that later tokens see: the real ones of the prompt and all of the answer. (B, P + N) */
        boolean[] visible(int answerTokens) {
            boolean[] visible = new boolean[rows * (width + answerTokens)];
            Arrays.fill(visible, true);
            for (int r = 0; r < rows; r++) {
                System.arraycopy(real, r * width, visible, r * (width + answerTokens), width);
            }
            return visible;
        }
    }
}
