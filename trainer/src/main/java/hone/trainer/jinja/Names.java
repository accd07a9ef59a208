package hone.trainer.jinja;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The names that are set at a place of the template: its own, then those around it. */
final class Names {
    private final Optional<Names> around;
    private final Map<String, Object> own = new HashMap<>();

    private Names(Optional<Names> around) {
        this.around = around;
    }

    static Names of(Map<String, Object> variables) {
        Names names = new Names(Optional.empty());
        names.own.putAll(variables);
        return names;
    }

    /** What is set inside is not seen outside. */
    Names inside() {
        return new Names(Optional.of(this));
    }

    Optional<Object> find(String name) {
        Names here = this;
        while (true) {
            Object value = here.own.get(name);
            if (value != null) {
                return Optional.of(value);
            }
            if (here.around.isEmpty()) {
                return Optional.empty();
            }
            here = here.around.get();
        }
    }

    void set(String name, Object value) {
        own.put(name, value);
    }
}
