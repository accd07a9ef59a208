package hone.api;

import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Marks the fields that are always there, so that a generated client has them without a question: everything in a record that is
 * neither optional nor nullable.
 */
final class RequiredFields {
    /** Shapes outside the resources that use them. */
    private static final List<Class<?>> SHAPES =
            List.of(AssignmentJson.class, ExportJson.class, ImportJson.class, OpinionJson.class, ProjectJson.class);

    private static final String PAGE = "Page";

    private RequiredFields() {}

    static void addTo(Map<String, Schema> schemas, List<Class<?>> resources) {
        Deque<Class<?>> classes = new ArrayDeque<>(resources);
        classes.addAll(SHAPES);
        while (!classes.isEmpty()) {
            Class<?> one = classes.pop();
            classes.addAll(Arrays.asList(one.getDeclaredClasses()));
            if (one.isRecord()) {
                Optional.ofNullable(schemas.get(name(one))).ifPresent(schema -> mark(schema, one));
            }
        }
        schemas.forEach((name, schema) -> {
            if (name.startsWith(PAGE)) {
                schema.setRequired(List.of("data"));
            }
        });
    }

    private static String name(Class<?> shape) {
        var said = shape.getAnnotation(org.eclipse.microprofile.openapi.annotations.media.Schema.class);
        return said == null || said.name().isEmpty() ? shape.getSimpleName() : said.name();
    }

    private static void mark(Schema schema, Class<?> shape) {
        Map<String, Schema> properties =
                Optional.ofNullable(schema.getProperties()).orElse(Map.of());
        for (RecordComponent component : shape.getRecordComponents()) {
            boolean always = component.getType() != Optional.class
                    && !component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            if (always && properties.containsKey(component.getName())) {
                schema.addRequired(component.getName());
            }
        }
    }
}
