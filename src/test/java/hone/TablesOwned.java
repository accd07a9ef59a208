package hone;

import java.util.Set;

/** For tests of other packages: every table that somebody owns. */
public final class TablesOwned {
    private TablesOwned() {}

    public static Set<String> all() {
        return TableOwners.ofTables().keySet();
    }
}
