package hone.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * JSON that a person wrote: a job, or a recipe. Everything that is wrong with it is told at once, each by the path of its setting:
 * what there is not, what is missing, of the wrong kind or out of its limits. Messages between programs are read by {@link Wire}
 * alone, which lets later versions add fields; here an unknown field is a slip that would go unnoticed.
 */
public final class TypedJson {
    private TypedJson() {}

    /** @throws UnreadableMessage with all that is wrong */
    public static <T> T read(JsonNode json, Class<T> shape) {
        return read(json, shape, json);
    }

    /** @param written the part that a person wrote, whose order is kept */
    private static <T> T read(JsonNode json, Class<T> shape, JsonNode written) {
        if (!json.isObject()) {
            throw new UnreadableMessage("it is no JSON object in { }");
        }
        JsonShape compared = new JsonShape();
        JsonNode fitted = compared.fitted("", json, shape);
        List<Violation> wrong = compared.violations();
        try {
            T value = Wire.readWhole(Wire.bytes(fitted), shape);
            if (wrong.isEmpty()) {
                return value;
            }
            throw new UnreadableMessage(wrong);
        } catch (UnreadableMessage e) {
            if (wrong.isEmpty()) {
                throw e.violations().isEmpty() ? e : new UnreadableMessage(inOrder(e.violations(), written));
            }
            List<Violation> all = new ArrayList<>(wrong);
            e.violations().stream().filter(limit -> concerns(wrong, limit)).forEach(all::add);
            throw new UnreadableMessage(inOrder(all, written));
        }
    }

    /**
     * A recipe of which only what differs was written.
     *
     * @throws UnreadableMessage with all that is wrong
     */
    public static Recipe over(Recipe whole, JsonNode typed) {
        String kind = Kind.nameOf(whole);
        if (typed.has("kind") && !typed.path("kind").asText().equals(kind)) {
            throw new UnreadableMessage(
                    List.of(new Violation("kind", typed.path("kind").toString(), "must be \"" + kind + "\" here")));
        }
        ObjectNode all = Wire.mapper().valueToTree(whole);
        typed.properties().forEach(setting -> all.set(setting.getKey(), setting.getValue()));
        return read(all, Recipe.class, typed);
    }

    /** Whether a limit was broken by what was written, not by what stood in for a value that can't be read. */
    private static boolean concerns(List<Violation> wrong, Violation limit) {
        return wrong.stream()
                .map(Violation::setting)
                .noneMatch(setting -> (limit.setting() + ".").startsWith(setting + ".")
                        || Pattern.compile("\\b" + Pattern.quote(setting) + "\\b")
                                .matcher(limit.rule())
                                .find());
    }

    /** With the number or the word as it was written, not as it was read: 0, not 0.0. */
    private static Violation asWritten(Violation violation, JsonNode json) {
        JsonNode written = at(violation.setting(), json);
        if (written.isMissingNode()) {
            written = at(violation.setting(), json.path("recipe"));
        }
        return written.isNumber() || written.isTextual()
                ? new Violation(violation.setting(), written.toString(), violation.rule())
                : violation;
    }

    private static JsonNode at(String setting, JsonNode json) {
        JsonNode found = json;
        for (String name : setting.split("\\.", -1)) {
            found = found.path(name);
        }
        return found;
    }

    /** As they were written; what is missing comes last. */
    private static List<Violation> inOrder(List<Violation> violations, JsonNode json) {
        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        json.path("recipe").fieldNames().forEachRemaining(names::add);
        return violations.stream()
                .map(violation -> asWritten(violation, json))
                .distinct()
                .sorted(Comparator.comparingInt(violation -> {
                    int at = names.indexOf(violation.setting().split("[.\\[]", 2)[0]);
                    return at < 0 ? names.size() : at;
                }))
                .toList();
    }
}
