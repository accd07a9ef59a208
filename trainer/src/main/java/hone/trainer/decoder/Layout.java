package hone.trainer.decoder;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * What a decoder's files contain.
 *
 * @param parameters by Hugging Face name, in the order of the network
 * @param constants what files may contain besides, computed from the configuration here
 */
public record Layout(SequencedMap<String, Parameter> parameters, Names names, Constants constants) {
    /** A parameter's initial values. */
    public enum Start {
        ZEROS,
        ONES,
        /** Normal with the configured deviation. */
        NORMAL,
        /** The same, scaled down: its product is added to the residual stream, which would otherwise grow with depth. */
        NORMAL_INTO_RESIDUAL
    }

    /** One tensor of the files. */
    public record Parameter(long[] shape, Start start) {}

    /**
     * Names with a meaning of their own.
     *
     * @param base what the names of all parameters but those of heads begin with; files of a network without a head lack it
     * @param embedding of the tokens
     * @param output the output matrix, whether or not this decoder has one of its own
     */
    public record Names(String base, String embedding, String output) {}

    /**
     * Tensors that no training changes.
     *
     * @param values what they must be
     * @param masks which keys a query may see, as old files of GPT-2 store it; the network is causal in any case
     */
    public record Constants(Map<String, float[]> values, Set<String> masks) {
        boolean has(String name) {
            return values.containsKey(name) || masks.contains(name);
        }
    }

    /** The layout with one more parameter at its end. */
    public Layout with(String name, Parameter parameter) {
        SequencedMap<String, Parameter> more = new LinkedHashMap<>(parameters);
        more.put(name, parameter);
        return new Layout(more, names, constants);
    }

    public boolean has(String name) {
        return parameters.containsKey(name);
    }

    /** Whether it has a place here, be it only as a constant. */
    public boolean knows(String name) {
        return has(name) || constants.has(name);
    }

    public String embedding() {
        return names.embedding;
    }

    public String output() {
        return names.output;
    }

    /** Collects parameters in the order of the network, by the modules that they belong to. */
    static final class Builder {
        private final SequencedMap<String, Parameter> parameters = new LinkedHashMap<>();

        void norm(String module, Start start, long width) {
            parameters.put(module + ".weight", new Parameter(new long[] {width}, start));
        }

        void matrix(String module, long rows, long columns) {
            parameters.put(module + ".weight", new Parameter(new long[] {rows, columns}, Start.NORMAL));
        }

        void intoResidual(String module, long rows, long columns) {
            parameters.put(module + ".weight", new Parameter(new long[] {rows, columns}, Start.NORMAL_INTO_RESIDUAL));
        }

        void bias(String module, long width) {
            parameters.put(module + ".bias", new Parameter(new long[] {width}, Start.ZEROS));
        }

        Layout layout(Names names, Constants constants) {
            return new Layout(parameters, names, constants);
        }
    }
}
