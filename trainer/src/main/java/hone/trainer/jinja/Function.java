package hone.trainer.jinja;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Something that a template can call. */
interface Function {
    Object call(Given given);

    /** The values of a call's arguments. Reading one by place or name takes it; what nobody has taken is refused. */
    final class Given {
        private final List<Object> places;
        private final Map<String, Object> names;
        private final Budget budget;
        private int taken;

        Given(List<Object> places, Map<String, Object> names, Budget budget) {
            this.places = places;
            this.names = new LinkedHashMap<>(names);
            this.budget = budget;
        }

        /** What the call's rendering has left. */
        Budget budget() {
            return budget;
        }

        boolean hasNext() {
            return taken < places.size();
        }

        boolean has(String name) {
            return hasNext() || names.containsKey(name);
        }

        Object required(String name) {
            if (!has(name)) {
                throw TemplateError.failed("the argument '" + name + "' is missing");
            }
            return value(name, None.NONE);
        }

        Object value(String name, Object otherwise) {
            if (hasNext()) {
                return places.get(taken++);
            }
            return names.containsKey(name) ? names.remove(name) : otherwise;
        }

        long whole(String name, long otherwise) {
            return has(name) ? Numbers.whole(value(name, None.NONE)) : otherwise;
        }

        boolean flag(String name) {
            return has(name) && Values.isTrue(value(name, false));
        }

        Text text(String name, Text otherwise) {
            return has(name) ? Values.text(value(name, None.NONE), budget) : otherwise;
        }

        /** Everything that is left by place. */
        List<Object> rest() {
            List<Object> rest = places.subList(taken, places.size());
            taken = places.size();
            return rest;
        }

        Map<String, Object> named() {
            Map<String, Object> all = new LinkedHashMap<>(names);
            names.clear();
            return all;
        }

        void done(String what) {
            if (hasNext()) {
                throw TemplateError.failed(what + " takes fewer arguments than it got");
            }
            if (!names.isEmpty()) {
                throw TemplateError.failed(
                        what + " has no argument '" + names.keySet().iterator().next() + "'");
            }
        }
    }
}
