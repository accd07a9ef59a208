package hone.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Describes what is wrong with a JSON body.
 *
 * @param field the path, such as {@code settings.work}; empty if the body is not JSON
 */
record JsonFault(String field, String sentence) {
    static JsonFault of(JsonProcessingException e) {
        if (!(e instanceof JsonMappingException mapping)) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            return new JsonFault("", "The body is not valid JSON: see line " + line + ".");
        }
        String field = mapping.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining())
                .replaceFirst("^\\.", "");
        String shown = Typed.line(field.length() > 120 ? field.substring(0, 120) + "…" : field);
        if (shown.isEmpty()) {
            return new JsonFault("", "The body must be a JSON object.");
        }
        if (mapping instanceof UnrecognizedPropertyException) {
            return new JsonFault(shown, "There is no field “" + shown + "” here.");
        }
        return new JsonFault(shown, "The value of “" + shown + "” is of the wrong kind.");
    }

    Map<String, String> fields() {
        return field.isEmpty() ? Map.of() : Map.of(field, sentence);
    }
}
