package hone.trainer.sampling;

import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.SlotCache;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * Answers that are generated side by side and start and end independently (continuous batching: Yu et al. 2022, Orca). A row's
 * tokens do not depend on its neighbours, as in {@link Generation}, with which it shares the sampling of tokens and the one
 * exception, the rounding of matrix products. Not thread-safe: one thread owns it.
 */
public final class RunningRows implements AutoCloseable {
    private final Decoder model;
    private final Tensor suppressed; // (V) added to logits: −∞ where a token is forbidden
    private final SlotCache cache;
    private final PrefixCache prefixes;
    private final List<Row> rows = new ArrayList<>(); // row i has slot i

    /** An answer being generated. */
    public static final class Row {
        private final SamplingParameters parameters;
        private final Penalties penalties;
        private final Random chance;
        private final List<Integer> ids; // of the prompt and of what was written
        private final int reused;
        private int length; // of them, those in the cache
        private long next;

        private Row(SamplingParameters parameters, long seed, List<Integer> prompt, int reused) {
            this.parameters = parameters;
            this.penalties = new Penalties(parameters, prompt);
            this.chance = new Random(seed);
            this.ids = new ArrayList<>(prompt);
            this.reused = reused;
            this.length = prompt.size();
        }

        /** Tokens of the prompt that did not have to be read. */
        public int reusedTokens() {
            return reused;
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

    /**
     * @param forbidden ids that are never sampled
     * @param prefixes where texts are kept and looked for; it stays the caller's
     */
    public RunningRows(Decoder model, List<Integer> forbidden, PrefixCache prefixes) {
        this.model = model;
        this.prefixes = prefixes;
        float[] added = new float[model.config().vocab()];
        forbidden.forEach(id -> added[id] = Float.NEGATIVE_INFINITY);
        try (Scope scope = Scope.open()) {
            suppressed = Scope.keep(Tensors.of(added, added.length));
        }
        cache = model.slots();
    }

    public int size() {
        return rows.size();
    }

    /** Reads a prompt, from where it differs from what is known, and samples the answer's first token. */
    public Row begin(List<Integer> prompt, SamplingParameters parameters, long seed) {
        int slot = rows.size();
        cache.reserve(slot + 1L, prompt.size());
        int[] ids = prompt.stream().mapToInt(Integer::intValue).toArray();
        try (Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard()) {
            Optional<PrefixCache.Known> known = prefixes.longest(ids);
            known.ifPresent(beginning -> cache.restore(slot, beginning.saved(), beginning.tokens()));
            int reused = known.map(PrefixCache.Known::tokens).orElse(0);
            Tensor hidden = read(slot, Arrays.copyOfRange(ids, reused, ids.length), reused); // (1, H)
            Row row = new Row(parameters, seed, prompt, reused);
            rows.add(row);
            sample(model.nextLogits(hidden).add_(suppressed), List.of(row));
            return row;
        }
    }

    /** The hidden state of the last token (1, H). */
    private Tensor read(int slot, int[] ids, int held) {
        int count = ids.length;
        Tensor fresh = Tensors.of(Arrays.stream(ids).asLongStream().toArray(), 1, count); // (1, P)
        if (held == 0) {
            return model.hidden(fresh, Decoder.Reading.into(cache.reading(slot)))
                    .select(1, count - 1L);
        }
        Tensor places = Tensors.upTo(held + count); // (S)
        Tensor own = places.narrow(0, held, count); // (P)
        Tensor visible = places.unsqueeze(0).le(own.unsqueeze(1)).view(1, 1, count, held + count);
        return model.hidden(fresh, Decoder.Reading.next(own.unsqueeze(0), visible, cache.readingOn(slot, held)))
                .select(1, count - 1L);
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
            Tensor places = Tensors.of(at, count); // (B)
            Tensor visible = Tensors.upTo(seen)
                    .unsqueeze(0)
                    .le(places.unsqueeze(1)) // (B, S)
                    .unsqueeze(1)
                    .unsqueeze(1); // (B, 1, 1, S)
            Tensor hidden = model.hidden(
                            Tensors.of(ids, count, 1),
                            Decoder.Reading.next(places.unsqueeze(1), visible, cache.stepping(places, seen)))
                    .select(1, 0); // (B, H)
            sample(model.nextLogits(hidden).add_(suppressed), rows);
        }
    }

    /** Removes a row, whose text is kept for those that go on from it; the last row moves into its slot. */
    public void end(Row row) {
        int slot = rows.indexOf(row);
        if (!row.isLost()) {
            int[] ids = row.ids.stream()
                    .mapToInt(Integer::intValue)
                    .limit(row.length)
                    .toArray();
            prefixes.keep(ids, () -> cache.save(slot, ids.length));
        }
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
        FloatPointer numbers = Tensors.pointer(logits); // written to: serving stays with the processor
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
                theirs = logits.index_select(0, Tensors.of(index, index.length)); // (b, V)
            }
            double[] chances = which.stream()
                    .mapToDouble(r -> rows.get(r).chance.nextDouble())
                    .toArray();
            long[] ids = TokenSampler.sampled(theirs, filter, chances);
            for (int i = 0; i < ids.length; i++) {
                Row row = rows.get(which.get(i));
                row.next = ids[i];
                if (!row.isLost()) {
                    row.ids.add(row.token());
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
