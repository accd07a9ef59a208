package hone.trainer.decoder;

import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * Keys and values of rows that start and end independently. Row r uses slot r, and its token at position p is stored at index p,
 * so rows of any length are side by side; the slots in use are always the first ones. It has as many slots and positions as were
 * needed so far, and grows by doubling.
 */
public final class SlotCache implements AutoCloseable {
    private final DecoderConfig config;
    private final Tensor[] keys; // (slots, kv heads, places, D) a layer
    private final Tensor[] values; // the same
    private long slots = 1;
    private long places = 64;

    SlotCache(DecoderConfig config) {
        this.config = config;
        places = Math.min(places, config.positions());
        keys = new Tensor[config.layers()];
        values = new Tensor[config.layers()];
        try (Scope scope = Scope.open()) {
            for (int i = 0; i < keys.length; i++) {
                keys[i] = Scope.keep(Tensors.zeros(shape()));
                values[i] = Scope.keep(Tensors.zeros(shape()));
            }
        }
    }

    /** Makes room for this many rows of this many tokens. */
    public void reserve(long rows, long tokens) {
        long oldSlots = slots;
        long oldPlaces = places;
        slots = doubled(slots, rows, Long.MAX_VALUE);
        places = doubled(places, tokens, config.positions());
        if (slots == oldSlots && places == oldPlaces) {
            return;
        }
        try (Scope scope = Scope.open()) {
            for (int i = 0; i < keys.length; i++) {
                keys[i] = larger(keys[i]);
                values[i] = larger(values[i]);
            }
        }
    }

    /** A view for reading a prompt into a slot from position 0 on. */
    public TokenCache reading(long slot) {
        return new View() {
            @Override
            Tensor add(Tensor all, Tensor fresh) { // (1, kv heads, P, D)
                all.narrow(0, slot, 1).narrow(2, 0, fresh.size(2)).copy_(fresh);
                return fresh;
            }
        };
    }

    /** A view for reading more tokens into a slot that holds some; the new ones attend to all of them. */
    public TokenCache readingOn(long slot, long held) {
        return new View() {
            @Override
            Tensor add(Tensor all, Tensor fresh) { // (1, kv heads, P, D) → (1, kv heads, held + P, D)
                Tensor its = all.narrow(0, slot, 1);
                its.narrow(2, held, fresh.size(2)).copy_(fresh);
                return its.narrow(2, 0, held + fresh.size(2));
            }
        };
    }

    /**
     * A view for one token per row.
     *
     * @param at (rows) the position of each row's token
     * @param seen positions that are attended to: those of the longest row
     */
    public TokenCache stepping(Tensor at, long seen) {
        long rows = at.size(0);
        Tensor places = at.view(rows, 1, 1, 1)
                .expand(
                        new long[] {
                            rows, config.heads().keyValues(), 1, config.heads().dim()
                        },
                        false); // (rows, kv heads, 1, D)
        return new View() {
            @Override
            Tensor add(Tensor all, Tensor fresh) { // (rows, kv heads, 1, D) → (rows, kv heads, seen, D)
                Tensor used = all.narrow(0, 0, rows);
                used.scatter_(2, places, fresh);
                return used.narrow(2, 0, seen);
            }
        };
    }

    /** Copies the content of a slot to another one. */
    public void move(long from, long to) {
        try (Scope scope = Scope.open()) {
            for (int i = 0; i < keys.length; i++) {
                keys[i].select(0, to).copy_(keys[i].select(0, from));
                values[i].select(0, to).copy_(values[i].select(0, from));
            }
        }
    }

    /** A copy of a slot's first tokens, which is the caller's to close. */
    public SavedKeys save(long slot, long tokens) {
        try (Scope scope = Scope.open()) {
            Tensor[] itsKeys = new Tensor[keys.length];
            Tensor[] itsValues = new Tensor[keys.length];
            for (int i = 0; i < keys.length; i++) {
                itsKeys[i] = Scope.keep(firstOf(keys[i], slot, tokens).clone());
                itsValues[i] = Scope.keep(firstOf(values[i], slot, tokens).clone());
            }
            return new SavedKeys(itsKeys, itsValues);
        }
    }

    /** Writes the first tokens of such a copy into a slot. */
    public void restore(long slot, SavedKeys from, long tokens) {
        try (Scope scope = Scope.open()) {
            for (int i = 0; i < keys.length; i++) {
                firstOf(keys[i], slot, tokens).copy_(from.keys()[i].narrow(1, 0, tokens));
                firstOf(values[i], slot, tokens).copy_(from.values()[i].narrow(1, 0, tokens));
            }
        }
    }

    private static Tensor firstOf(Tensor all, long slot, long tokens) { // → (kv heads, tokens, D)
        return all.select(0, slot).narrow(1, 0, tokens);
    }

    /** Clears a slot. */
    public void clear(long slot) {
        try (Scope scope = Scope.open()) {
            for (int i = 0; i < keys.length; i++) {
                keys[i].select(0, slot).zero_();
                values[i].select(0, slot).zero_();
            }
        }
    }

    @Override
    public void close() {
        for (int i = 0; i < keys.length; i++) {
            Scope.release(keys[i]);
            Scope.release(values[i]);
        }
    }

    private Tensor larger(Tensor old) {
        Tensor fresh = Scope.keep(Tensors.zeros(shape()));
        fresh.narrow(0, 0, old.size(0)).narrow(2, 0, old.size(2)).copy_(old);
        Scope.release(old);
        return fresh;
    }

    private long[] shape() {
        return new long[] {
            slots, config.heads().keyValues(), places, config.heads().dim()
        };
    }

    private static long doubled(long now, long wanted, long max) {
        long size = now;
        while (size < wanted) {
            size *= 2;
        }
        return Math.min(size, max);
    }

    private abstract class View implements TokenCache {
        abstract Tensor add(Tensor all, Tensor fresh);

        @Override
        public Layer layer(int index) {
            return new Layer() {
                @Override
                public Tensor addKeys(Tensor fresh) {
                    return add(keys[index], fresh);
                }

                @Override
                public Tensor addValues(Tensor fresh) {
                    return add(values[index], fresh);
                }
            };
        }

        @Override
        public void grow(long tokens) {
            // every row knows its own length
        }
    }
}
