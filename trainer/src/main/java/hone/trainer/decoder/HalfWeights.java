package hone.trainer.decoder;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A decoder whose large matrices are read in half precision: for sampling, where each token reads all of them for a few rows and most of
 * the time goes into reading. Weights are rounded by up to 1/2048 of themselves, which changes logits by about a thousandth (NOTES.md);
 * everything else is the decoder that it was made of. Close it before the weights change.
 */
public final class HalfWeights implements AutoCloseable {
    private final Decoder decoder;
    private final Maker maker;

    HalfWeights(Decoder decoder, Maker maker) {
        this.decoder = decoder;
        this.maker = maker;
    }

    /** It is not closed by itself, and used no longer than this is open. */
    public Decoder decoder() {
        return decoder;
    }

    @Override
    public void close() {
        maker.made.forEach(HalfLinear::close);
    }

    /** Makes matrices in half precision where that is of use, on any thread, and knows those that it made. */
    static final class Maker {
        private final List<HalfLinear> made = Collections.synchronizedList(new ArrayList<>());

        /** The same product, in half precision if it can be. */
        Product of(Product product) {
            return product instanceof Linear linear
                    ? joined(linear).<Product>map(half -> half).orElse(linear)
                    : product;
        }

        /** What several compute of one input, side by side; empty if that can't be in half precision. */
        Optional<HalfLinear> joined(Linear... parts) {
            Optional<HalfLinear> half = HalfLinear.of(List.of(parts));
            half.ifPresent(made::add);
            return half;
        }

        boolean madeAny() {
            return !made.isEmpty();
        }
    }
}
