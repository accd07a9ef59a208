package hone.trainer.golden;

import com.fasterxml.jackson.databind.JsonNode;
import hone.trainer.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Numbers between JSON, tensors and arrays. */
final class JsonTensors {
    private JsonTensors() {}

    /** Nested arrays of numbers as f32. */
    static Tensor of(JsonNode json) {
        List<Long> shape = new ArrayList<>();
        for (JsonNode level = json; level.isArray(); level = level.path(0)) {
            shape.add((long) level.size());
        }
        List<Float> flat = new ArrayList<>();
        flatten(json, flat);
        float[] numbers = new float[flat.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = flat.get(i);
        }
        return Tensors.of(numbers, shape.stream().mapToLong(Long::longValue).toArray());
    }

    private static void flatten(JsonNode json, List<Float> into) {
        if (json.isArray()) {
            json.forEach(child -> flatten(child, into));
        } else {
            into.add((float) json.asDouble(Double.NaN));
        }
    }

    static List<Integer> ints(JsonNode array) {
        List<Integer> ints = new ArrayList<>();
        array.forEach(number -> ints.add(number.asInt()));
        return ints;
    }
}
