package hone.imports;

import hone.web.Sql;

/**
 * What a file has brought so far. While it was all new, the next stretch is written without looking for it in the database, which costs as
 * much as writing it; what is there after all makes the stretch fail by a unique index, and it is run again, like everything after it,
 * with looks.
 */
final class Expected {
    private volatile boolean newPrompts = true;
    private volatile boolean newKeys = true;

    /** Everything is looked for. */
    static Expected nothing() {
        Expected nothing = new Expected();
        nothing.newPrompts = false;
        nothing.newKeys = false;
        return nothing;
    }

    boolean newPrompts() {
        return newPrompts;
    }

    /** Whether no prompt says nearly the same as one that is there. */
    boolean newKeys() {
        return newKeys;
    }

    void whilePrompts(Runnable written) {
        try {
            written.run();
        } catch (Sql.SqlFailed e) {
            newPrompts &= !e.isDuplicate();
            throw e;
        }
    }

    void whileKeys(Runnable written) {
        try {
            written.run();
        } catch (Sql.SqlFailed e) {
            newKeys &= !e.isDuplicate();
            throw e;
        }
    }
}
