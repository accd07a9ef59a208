package hone.trainer.jinja;

import java.util.List;

/** The {@code loop} of a for statement. */
final class Loop {
    private final List<Object> items;
    private int at = -1;
    private Object lastChanged = new Undefined("nothing yet");
    private boolean asked;

    Loop(List<Object> items) {
        this.items = items;
    }

    Object advance() {
        return items.get(++at);
    }

    boolean hasNext() {
        return at + 1 < items.size();
    }

    Object member(String name) {
        return switch (name) {
            case "index" -> at + 1L;
            case "index0" -> (long) at;
            case "revindex" -> (long) items.size() - at;
            case "revindex0" -> items.size() - at - 1L;
            case "first" -> at == 0;
            case "last" -> at == items.size() - 1;
            case "length" -> (long) items.size();
            case "depth" -> 1L; // more than that is only in recursive loops
            case "depth0" -> 0L;
            case "previtem" -> at > 0 ? items.get(at - 1) : new Undefined("there is no previous item");
            case "nextitem" -> hasNext() ? items.get(at + 1) : new Undefined("there is no next item");
            case "cycle" ->
                (Function) given -> {
                    List<Object> values = given.rest();
                    if (values.isEmpty()) {
                        throw TemplateError.failed("no items for cycling given");
                    }
                    return values.get(at % values.size());
                };
            case "changed" ->
                (Function) given -> {
                    Object now = new Tuple(given.rest());
                    boolean changed = !asked || !Values.equal(now, lastChanged, given.budget());
                    asked = true;
                    lastChanged = now;
                    return changed;
                };
            default -> new Undefined("loop has no attribute '" + name + "'");
        };
    }
}
