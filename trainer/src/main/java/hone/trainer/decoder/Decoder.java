package hone.trainer.decoder;

import hone.trainer.tensor.SideBySide;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;

/**
 * A language model that reads a row of tokens and predicts the next one at each position. Families differ in how they are built;
 * everything outside this package knows only this interface.
 *
 * <p>In shapes, here and in this package: B rows, T tokens, S tokens in the cache plus new ones, H model width, V vocabulary, D
 * head width.
 */
public interface Decoder extends AutoCloseable {
    /**
     * @param parameters by name, each kept and of the shape that {@link DecoderConfig#layout} says; from now on the decoder owns
     * them
     */
    static Decoder of(DecoderConfig config, Map<String, Tensor> parameters) {
        return new StackedDecoder(config, parameters);
    }

    DecoderConfig config();

    /** Everything that its files contain, by Hugging Face name, in the order of the network. */
    Map<String, Tensor> parameters();

    /** What training changes: the parameters, or the adapter alone. */
    default Map<String, Tensor> trainableParameters() {
        return adapter().map(Adapter::parameters).orElseGet(this::parameters);
    }

    /** The matrices that an adapter can be added to, by name without {@code .weight}: all but embedding and output. */
    Map<String, Linear> linears();

    /**
     * The same weights with an adapter, which alone is trained from now on. The result owns both: it is closed, this one is not
     * but may be used until then as the model without the adapter.
     */
    Decoder with(Adapter adapter);

    /** The adapter that it was given. */
    Optional<Adapter> adapter();

    /** The model without the adapter, which reads the same weights. It is closed with this one. */
    Decoder base();

    /**
     * The same for sampling, with matrices in half precision where libtorch has products for them; close it before the weights change, and
     * before this one.
     */
    default HalfWeights halved() {
        return halved(pieces -> pieces.forEach(SideBySide.Work::run));
    }

    /** The same. @param run runs pieces of work that share nothing they write, on some threads or one */
    HalfWeights halved(Consumer<List<SideBySide.Work>> run);

    /** Whether passes that are learned from keep the layers' inputs only, and compute the rest again: less memory, a third more time. */
    void recompute(boolean instead);

    /**
     * Hidden states after the final norm: (B, T) → (B, T, H).
     *
     * @param ids (B, T)
     */
    Tensor hidden(Tensor ids, Reading reading);

    /** The same for rows that begin at position 0; padding on the right is hidden by causality. */
    default Tensor hidden(Tensor ids) {
        return hidden(ids, Reading.FROM_THE_START);
    }

    /** What computes logits. */
    Output output();

    /** Logits of hidden states: (…, H) → (…, V). */
    default Tensor logits(Tensor hidden) {
        return output().logits(hidden);
    }

    /** The same of one token for each of a few rows: (B, H) → (B, V). */
    default Tensor nextLogits(Tensor hidden) {
        return output().logitsOfFew(hidden);
    }

    /** Room for keys and values of a batch whose rows all have the same length. */
    default KeyValueCache cache(long rows, long tokens) {
        return new KeyValueCache(config(), rows, tokens);
    }

    /** Room for keys and values of rows that start and end independently. */
    default SlotCache slots() {
        return new SlotCache(config());
    }

    /** Copies one token's embedding, and its row of an untied output matrix, to another token. */
    void copyTokenRow(int from, int to);

    default long parameterCount() {
        return parameters().values().stream().mapToLong(Tensor::numel).sum();
    }

    @Override
    void close();

    /**
     * How rows are read.
     *
     * @param positions (B, T); empty for 0 … T − 1
     * @param visible (B, 1, T, S) true where a query may attend; empty for plain causal attention
     * @param cache keys and values so far, to which the new ones are added
     */
    record Reading(Optional<Tensor> positions, Optional<Tensor> visible, Optional<TokenCache> cache) {
        /** Whole rows from position 0 on. */
        public static final Reading FROM_THE_START = new Reading(Optional.empty(), Optional.empty(), Optional.empty());

        /** Whole rows that are padded on the left. */
        public static Reading padded(Tensor positions, Tensor real) { // (B, T), (B, T) true for real tokens
            return new Reading(Optional.of(positions), Optional.of(AttentionMask.causal(real)), Optional.empty());
        }

        /** Whole rows from position 0 on, whose keys and values are cached. */
        public static Reading into(TokenCache cache) {
            return new Reading(Optional.empty(), Optional.empty(), Optional.of(cache));
        }

        public Reading keptIn(TokenCache kept) {
            return new Reading(positions, visible, Optional.of(kept));
        }

        /** Tokens that follow those in the cache. */
        public static Reading next(Tensor positions, Tensor visible, TokenCache cache) {
            return new Reading(Optional.of(positions), Optional.of(visible), Optional.of(cache));
        }
    }
}
