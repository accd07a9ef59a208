package hone.trainer.decoder;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * What a decoder's files contain.
 *
 * @param parameters by Hugging Face name, in the order of the network
 * @param embedding the name of the tokens' embedding
 * @param output the name of the output matrix, whether or not this decoder has one of its own
 */
public record Layout(SequencedMap<String, Parameter> parameters, String embedding, String output) {
    /** A parameter's initial values. */
    public enum Start {
        ONES,
        /** Normal with the configured deviation. */
        NORMAL,
        /** The same, scaled down: its product is added to the residual stream, which would otherwise grow with depth. */
        NORMAL_INTO_RESIDUAL
    }

    /** One tensor of the files. */
    public record Parameter(long[] shape, Start start) {}

    /** The layout with one more parameter at its end. */
    public Layout with(String name, Parameter parameter) {
        SequencedMap<String, Parameter> more = new LinkedHashMap<>(parameters);
        more.put(name, parameter);
        return new Layout(more, embedding, output);
    }

    public boolean has(String name) {
        return parameters.containsKey(name);
    }

    /** Collects parameters in the order of the network. */
    static final class Builder {
        private final SequencedMap<String, Parameter> parameters = new LinkedHashMap<>();

        void norm(String name, long width) {
            parameters.put(name, new Parameter(new long[] {width}, Start.ONES));
        }

        void matrix(String name, long rows, long columns) {
            parameters.put(name, new Parameter(new long[] {rows, columns}, Start.NORMAL));
        }

        void intoResidual(String name, long rows, long columns) {
            parameters.put(name, new Parameter(new long[] {rows, columns}, Start.NORMAL_INTO_RESIDUAL));
        }

        Layout layout(String embedding, String output) {
            return new Layout(parameters, embedding, output);
        }
    }
}
