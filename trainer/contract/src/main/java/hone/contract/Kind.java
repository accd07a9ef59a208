package hone.contract;

import com.fasterxml.jackson.annotation.JsonTypeName;

/** One case of a sealed shape. Its name is the JSON field {@code kind}; it is released and never changes. */
public interface Kind {
    /** Reads the name where Jackson reads it, so that there is one place for it. */
    static String nameOf(Kind value) {
        JsonTypeName name = value.getClass().getAnnotation(JsonTypeName.class);
        if (name == null) {
            throw new IllegalStateException(value.getClass() + " has no @JsonTypeName");
        }
        return name.value();
    }
}
