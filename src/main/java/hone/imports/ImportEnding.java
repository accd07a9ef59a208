package hone.imports;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an import ended.
 *
 * @param because more about that, as a part of a sentence
 */
record ImportEnding(ImportState state, Optional<String> because) {
    static ImportEnding of(ImportState state) {
        return new ImportEnding(state, Optional.empty());
    }

    static ImportEnding unreadable(@Nullable String because) {
        return new ImportEnding(ImportState.UNREADABLE, Optional.ofNullable(because));
    }
}
