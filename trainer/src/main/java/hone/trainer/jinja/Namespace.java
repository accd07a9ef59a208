package hone.trainer.jinja;

import java.util.LinkedHashMap;
import java.util.Map;

/** The one value whose members a template can set, so that a loop can hand something out. */
record Namespace(Map<String, Object> members) {
    Namespace() {
        this(new LinkedHashMap<>());
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
