package hone.trainer.sampling;

import static org.bytedeco.pytorch.global.torch.arange;

import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.SlotCache;
import hone.trainer.tensor.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Answers that are generated side by side and start and end independently (continuous batching: Yu et al. 2022, Orca). A row's
 * tokens do not depend on its neighbours, as in {@link Generation}, with which it shares the sampling of tokens and the one
 * exception, the rounding of matrix products. Not thread-safe: one thread owns it.
 */
public final class RunningRows implements AutoCloseable {
    private final Decoder model;
    private final Tensor suppressed; // (V) added to logits: −∞ where a token is forbidden
    private final SlotCache cache;
    private final List<Row> rows = new ArrayList<>(); // row i has slot i

    /** An answer being generated. */
    public static final class Row {
        private final SamplingParameters parameters;
        private final Penalties penalties;
        private final Random chance;
        private int length;
        private long next;

        private Row(SamplingParameters parameters, long seed, List<Integer> prompt) {
            this.parameters = parameters;
            this.penalties = new Penalties(parameters, prompt);
            this.chance = new Random(seed);
            this.length = prompt.size();
        }

        /** The newest token. */
        public int token() {
            return (int) next;
        }

        /** The model computed NaN for it and always will: there is no token, and it must end. */
        public boolean isLost() {
            return next == TokenSampler.NONE;
        }
    }

    /** @param forbidden ids that are never sampled */
    public RunningRows(Decoder model, List<Integer> forbidden) {
        this.model = model;
        float[] added = new float[model.config().vocab()];
        forbidden.forEach(id -> added[id] = Float.NEGATIVE_INFINITY);
        try (Scope scope = Scope.open()) {
            suppressed = Scope.keep(Tensor.create(added, added.length));
        }
        cache = model.slots();
    }

    public int size() {
        return rows.size();
    }

    /** Reads a prompt and samples the answer's first token. */
    public Row begin(List<Integer> prompt, SamplingParameters parameters, long seed) {
        Row row = new Row(parameters, seed, prompt);
        int slot = rows.size();
        cache.reserve(slot + 1L, prompt.size());
        try (Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard()) {
            long[] ids = prompt.stream().mapToLong(Integer::longValue).toArray();
            Tensor hidden = model.hidden(Tensor.create(ids, 1, ids.length), Decoder.Reading.into(cache.reading(slot)))
                    .select(1, ids.length - 1L); // (1, H)
            rows.add(row);
            sample(model.nextLogits(hidden).add_(suppressed), List.of(row));
        }
        return row;
    }

    /** Samples the next token of every row. */
    public void step() {
        if (rows.isEmpty()) {
            return;
        }
        int count = rows.size();
        long[] ids = new long[count];
        long[] at = new long[count];
        long seen = 0;
        for (int r = 0; r < count; r++) {
            ids[r] = rows.get(r).next;
            at[r] = rows.get(r).length++;
            seen = Math.max(seen, at[r] + 1);
        }
        cache.reserve(count, seen);
        try (Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard()) {
            Tensor places = Tensor.create(at, count); // (B)
            Tensor visible = arange(new Scalar(seen), new TensorOptions(ScalarType.Long))
                    .unsqueeze(0)
                    .le(places.unsqueeze(1)) // (B, S)
                    .unsqueeze(1)
                    .unsqueeze(1); // (B, 1, 1, S)
            Tensor hidden = model.hidden(
                            Tensor.create(ids, count, 1),
                            Decoder.Reading.next(places.unsqueeze(1), visible, cache.stepping(places, seen)))
                    .select(1, 0); // (B, H)
            sample(model.nextLogits(hidden).add_(suppressed), rows);
        }
    }

    /** Removes a row; the last one moves into its slot. */
    public void end(Row row) {
        int slot = rows.indexOf(row);
        Row last = rows.removeLast();
        if (last != row) {
            cache.move(rows.size(), slot);
            rows.set(slot, last);
        } else if (row.isLost()) {
            cache.clear(slot); // the next row there gives these positions weight 0, and 0 times NaN is NaN
        }
    }

    /** Rows with the same settings are sampled together. */
    private static void sample(Tensor logits, List<Row> rows) { // (B, V)
        FloatPointer numbers = new FloatPointer(logits.data_ptr());
        Map<SamplingParameters.Filter, List<Integer>> alike = new LinkedHashMap<>();
        for (int r = 0; r < rows.size(); r++) {
            Row row = rows.get(r);
            row.penalties.apply(numbers, r, logits.size(-1));
            alike.computeIfAbsent(row.parameters.filter(), filter -> new ArrayList<>())
                    .add(r);
        }
        alike.forEach((filter, which) -> {
            Tensor theirs = logits;
            if (which.size() < rows.size()) {
                long[] index = which.stream().mapToLong(Integer::longValue).toArray();
                theirs = logits.index_select(0, Tensor.create(index, index.length)); // (b, V)
            }
            double[] chances = which.stream()
                    .mapToDouble(r -> rows.get(r).chance.nextDouble())
                    .toArray();
            long[] ids = TokenSampler.sampled(theirs, filter, chances);
            for (int i = 0; i < ids.length; i++) {
                Row row = rows.get(which.get(i));
                row.next = ids[i];
                if (!row.isLost()) {
                    row.penalties.wrote(row.token());
                }
            }
        });
    }

    @Override
    public void close() {
        cache.close();
        Scope.release(suppressed);
    }
}
