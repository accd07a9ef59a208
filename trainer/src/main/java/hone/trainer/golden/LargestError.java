package hone.trainer.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The largest error of a check: for each tensor, list or number max |a − b| / max(1e-3, max |b|) over the compared places, where
 * a is ours and b is expected. NaN or a wrong shape counts as an infinite error.
 */
final class LargestError {
    private static final double SCALE_MIN = 1e-3;

    private double largest;

    double value() {
        return largest;
    }

    void compare(Tensor actual, Tensor expected) {
        if (!Arrays.equals(actual.shape(), expected.shape())) {
            largest = Double.POSITIVE_INFINITY;
            return;
        }
        Tensor wanted = expected.to(ScalarType.Float);
        take(
                actual.detach().to(ScalarType.Float).sub(wanted).abs().max().item_double(),
                wanted.abs().max().item_double());
    }

    /** @param mask 1 at the places that count; its shape is that of the expected tensor or broadcasts to it */
    void compare(Tensor actual, Tensor expected, Tensor mask) {
        Tensor where = mask.to(ScalarType.Bool).logical_not(); // masked_fill, because 0 times infinity is NaN
        org.bytedeco.pytorch.Scalar nothing = new org.bytedeco.pytorch.Scalar(0.0);
        compare(actual.detach().masked_fill(where, nothing), expected.masked_fill(where, nothing));
    }

    void compare(double actual, double expected) {
        take(Math.abs(actual - expected), Math.abs(expected));
    }

    void compare(double actual, JsonNode expected) {
        compare(actual, expected.isNumber() ? expected.asDouble() : Double.NaN);
    }

    /** A list, or lists of lists one after the other, in double precision. */
    void compare(double[] actual, JsonNode expected) {
        List<JsonNode> wanted = new ArrayList<>();
        flatten(expected, wanted);
        same(expected.isArray() && wanted.size() == actual.length);
        double difference = 0;
        double scale = 0;
        for (int i = 0; i < Math.min(actual.length, wanted.size()); i++) {
            double number = wanted.get(i).isNumber() ? wanted.get(i).asDouble() : Double.NaN;
            difference = Math.max(difference, Math.abs(actual[i] - number));
            scale = Math.max(scale, Math.abs(number));
        }
        take(difference, scale);
    }

    private static void flatten(JsonNode node, List<JsonNode> into) {
        if (!node.isArray()) {
            into.add(node);
            return;
        }
        node.forEach(element -> flatten(element, into));
    }

    void compare(Tensor actual, JsonNode expected) {
        compare(actual, JsonTensors.of(expected));
    }

    /** Whole lists of ids: equal or not. */
    void same(boolean equal) {
        if (!equal) {
            largest = Double.POSITIVE_INFINITY;
        }
    }

    private void take(double difference, double scale) {
        double error = difference / Math.max(SCALE_MIN, scale);
        largest = Double.isNaN(error) ? Double.POSITIVE_INFINITY : Math.max(largest, error);
    }
}
