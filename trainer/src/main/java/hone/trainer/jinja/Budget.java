package hone.trainer.jinja;

import java.util.List;

/**
 * What one rendering may take: a template comes from strangers, and one that never ends would stop a server. Whatever goes through
 * a value counts as steps what it goes through, since a value can be far larger than what made it: a list of twice the same list, sixty
 * times, has 2⁶⁰ items.
 */
final class Budget {
    private static final int PIECE_STEPS = 16;
    private static final int READ_CHARACTERS = 64;
    private static final int SEARCH_CHARACTERS = 4096;

    private final Limits limits;
    private long steps;
    private long characters;
    private int depth;

    /**
     * @param steps expressions and statements executed, items handled
     * @param characters made in all, those that are thrown away too
     * @param depth of expressions, blocks and macros within each other
     */
    record Limits(long steps, long characters, int depth) {
        /** A conversation of five hundred turns takes about 50,000 steps; all of these take about a second. */
        static final Limits USUAL = new Limits(5_000_000, 1L << 24, 600);
    }

    Budget(Limits limits) {
        this.limits = limits;
    }

    void step() {
        steps(1);
    }

    void steps(long more) {
        steps += more;
        if (steps > limits.steps) {
            throw TemplateError.limit("it takes more than " + limits.steps + " steps");
        }
    }

    /** Texts that are made of one, such as its words: each takes a hundred bytes. */
    void pieces(long more) {
        steps(more * PIECE_STEPS);
    }

    /** Reading a text from its beginning to its end. */
    void read(Text text) {
        steps(text.value().length() / READ_CHARACTERS + 1L);
    }

    /** Looking for a text in another, which at worst compares all of it at each place. */
    void search(Text whole, int part) {
        read(whole);
        steps((long) whole.value().length() * part / SEARCH_CHARACTERS);
    }

    /** What a loop goes through; a text's characters are counted before they are texts of their own. */
    List<Object> items(Object value) {
        if (value instanceof Text text) {
            pieces(text.value().length());
        }
        List<Object> items = Values.items(value);
        steps(items.size());
        return items;
    }

    /** Before characters are made. */
    void characters(long more) {
        characters += more;
        if (more < 0 || characters > limits.characters) {
            throw TemplateError.limit("it makes more than " + limits.characters + " characters");
        }
    }

    Text made(Text text) {
        characters(text.value().length());
        return text;
    }

    void deeper() {
        if (++depth > limits.depth) {
            throw TemplateError.limit("it goes more than " + limits.depth + " levels deep");
        }
    }

    void shallower() {
        depth--;
    }
}
