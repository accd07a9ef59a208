package hone.trainer.jinja;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** JSON as values of a template. */
public final class FromJson {
    private FromJson() {}

    /** Every string of it is data. */
    public static Object data(JsonNode json) {
        return value(json, Text::given);
    }

    /** Every string of it counts as the template's own: the model's settings, not what somebody sent. */
    public static Object written(JsonNode json) {
        return value(json, Text::written);
    }

    private static Object value(JsonNode json, Function<String, Text> text) {
        return switch (json.getNodeType()) {
            case STRING, BINARY -> text.apply(json.asText());
            case BOOLEAN -> json.asBoolean();
            case NUMBER ->
                !json.isIntegralNumber()
                        ? (Object) json.doubleValue()
                        : json.canConvertToLong() ? (Object) json.longValue() : json.bigIntegerValue();
            case NULL, MISSING, POJO -> None.NONE;
            case ARRAY -> {
                List<Object> list = new ArrayList<>(json.size());
                json.forEach(item -> list.add(value(item, text)));
                yield list;
            }
            case OBJECT -> {
                Map<Object, Object> map = new LinkedHashMap<>();
                json.properties().forEach(field -> map.put(text.apply(field.getKey()), value(field.getValue(), text)));
                yield map;
            }
        };
    }
}
