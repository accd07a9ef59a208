package hone.trainer.jinja;

import java.util.List;

/** What filters such as {@code map} return in Python: always true, of unknown length, and empty once it has been read. */
final class Generator {
    private List<Object> rest;

    Generator(List<Object> all) {
        this.rest = all;
    }

    List<Object> read() {
        List<Object> all = rest;
        rest = List.of();
        return all;
    }

    /** The next one alone. */
    List<Object> readOne() {
        List<Object> one = rest.subList(0, Math.min(1, rest.size()));
        rest = rest.subList(one.size(), rest.size());
        return one;
    }
}
