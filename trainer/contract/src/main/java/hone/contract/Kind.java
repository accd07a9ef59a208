package hone.contract;

import com.fasterxml.jackson.annotation.JsonTypeName;

/** One case of a sealed shape. Its name is the JSON field {@code kind}; it is released and never changes. */
public interface Kind {
    /** Reads the name where Jackson reads it, so that there is one place for it. */
    static String nameOf(Kind value) {
        return Names.OF.get(value.getClass());
    }

    /** Read once for each class: a dataset asks for a million rows. */
    final class Names extends ClassValue<String> {
        private static final Names OF = new Names();

        private Names() {}

        static String of(Class<?> shape) {
            return OF.get(shape);
        }

        @Override
        protected String computeValue(Class<?> shape) {
            JsonTypeName name = shape.getAnnotation(JsonTypeName.class);
            if (name == null) {
                throw new IllegalStateException(shape + " has no @JsonTypeName");
            }
            return name.value();
        }
    }
}
