package hone.contract;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares JSON with the shape of records before one is made, as Jackson tells only the first thing that does not fit. What does not
 * fit is replaced by something that does, so that the limits of the rest can be looked at too.
 */
final class JsonShape {
    private static final JsonNodeFactory NEW = JsonNodeFactory.instance;
    private static final String KIND = "kind";

    private final List<Violation> violations = new ArrayList<>();

    /** The fields of a record by their names in JSON; those of an unwrapped part stand beside the others. */
    static Map<String, Type> fields(Class<?> record) {
        Map<String, Type> fields = new LinkedHashMap<>();
        for (RecordComponent component : record.getRecordComponents()) {
            if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                fields.putAll(fields(component.getType()));
            } else {
                fields.put(component.getName(), component.getGenericType());
            }
        }
        return fields;
    }

    /** An optional number is boxed. */
    private static Class<?> plain(Type type) {
        return MethodType.methodType((Class<?>) type).unwrap().returnType();
    }

    static boolean isOptional(Type type) {
        return type instanceof ParameterizedType of && of.getRawType() == Optional.class;
    }

    List<Violation> violations() {
        return violations;
    }

    /** The same JSON where it fits; elsewhere something of the right kind, and a violation was noted. */
    JsonNode fitted(String path, JsonNode json, Type type) {
        if (type instanceof ParameterizedType of) {
            Type inner = of.getActualTypeArguments()[0];
            return isOptional(type) ? fitted(path, json, inner) : list(path, json, inner);
        }
        Class<?> shape = plain(type);
        if (shape == int.class) {
            return fits(
                    path, json, shape, json.canConvertToExactIntegral() && json.canConvertToInt(), "a whole number");
        }
        if (shape == long.class) {
            return fits(
                    path, json, shape, json.canConvertToExactIntegral() && json.canConvertToLong(), "a whole number");
        }
        if (shape == double.class) {
            return fits(path, json, shape, json.isNumber(), "a number");
        }
        if (shape == boolean.class) {
            return fits(path, json, shape, json.isBoolean(), "true or false");
        }
        if (shape == String.class) {
            return fits(path, json, shape, json.isTextual(), "text in quotes");
        }
        if (shape == JsonNode.class) {
            return json;
        }
        if (!json.isObject()) {
            return fits(path, json, shape, false, "an object in { }");
        }
        // The settings of a job's recipe are called as in a recipe of its own.
        String under = shape == Recipe.class ? "" : path;
        return shape.isSealed() ? oneOf(under, json, shape) : object(under, json, shape);
    }

    private JsonNode fits(String path, JsonNode json, Class<?> shape, boolean fits, String what) {
        if (fits) {
            return json;
        }
        violations.add(new Violation(path, json.toString(), "must be " + what));
        return innocent(shape);
    }

    private JsonNode list(String path, JsonNode json, Type inner) {
        ArrayNode fitted = NEW.arrayNode();
        if (!json.isArray()) {
            violations.add(new Violation(path, json.toString(), "must be a list in [ ]"));
            return fitted;
        }
        for (int i = 0; i < json.size(); i++) {
            fitted.add(fitted(path + "[" + i + "]", json.get(i), inner));
        }
        return fitted;
    }

    private JsonNode oneOf(String path, JsonNode json, Class<?> sealed) {
        Map<String, Class<?>> kinds = kinds(sealed);
        Class<?> kind = kinds.get(json.path(KIND).asText());
        if (kind == null) {
            JsonNode given = json.path(KIND);
            violations.add(new Violation(
                    join(path, KIND),
                    given.isMissingNode() ? "missing" : given.toString(),
                    "must be one of " + String.join(", ", kinds.keySet())));
            return innocent(sealed);
        }
        return object(path, json, kind);
    }

    private ObjectNode object(String path, JsonNode json, Class<?> record) {
        Map<String, Type> fields = fields(record);
        ObjectNode fitted = NEW.objectNode();
        json.properties().forEach(property -> {
            String name = property.getKey();
            Type type = fields.get(name);
            if (type != null && !(isOptional(type) && property.getValue().isNull())) {
                fitted.set(name, fitted(join(path, name), property.getValue(), type));
            } else if (type == null && name.equals(KIND) && Kind.class.isAssignableFrom(record)) {
                fitted.set(name, property.getValue());
            } else if (type == null) {
                violations.add(new Violation(
                        join(path, name),
                        property.getValue().toString(),
                        Spelling.nearest(name, fields.keySet())
                                .map(near -> "there is no such setting; perhaps " + near + " is meant")
                                .orElse("there is no such setting")));
            }
        });
        fields.forEach((name, type) -> {
            if (!json.has(name) && !isOptional(type)) {
                violations.add(new Violation(join(path, name), "missing", "must be given"));
                fitted.set(name, innocent(type));
            }
        });
        return fitted;
    }

    private static JsonNode innocent(Type type) {
        if (type instanceof ParameterizedType) {
            return NEW.arrayNode();
        }
        Class<?> shape = plain(type);
        if (shape == int.class || shape == long.class) {
            return NEW.numberNode(1);
        }
        if (shape == double.class) {
            return NEW.numberNode(1.0);
        }
        if (shape == boolean.class) {
            return NEW.booleanNode(false);
        }
        if (shape == String.class) {
            return NEW.textNode("-");
        }
        ObjectNode object = NEW.objectNode();
        Class<?> record = shape;
        if (shape.isSealed()) {
            Map.Entry<String, Class<?>> first =
                    kinds(shape).entrySet().iterator().next();
            object.put(KIND, first.getKey());
            record = first.getValue();
        }
        if (record.isRecord()) {
            fields(record).forEach((name, inner) -> {
                if (!isOptional(inner)) {
                    object.set(name, innocent(inner));
                }
            });
        }
        return object;
    }

    private static Map<String, Class<?>> kinds(Class<?> sealed) {
        Map<String, Class<?>> kinds = new LinkedHashMap<>();
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
            kinds.put(Kind.Names.of(permitted), permitted);
        }
        return kinds;
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
