package hone.run;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a run or a round ended. */
public enum Outcome {
    /** It was completed. */
    SUCCEEDED,
    /** It could not go on; the reason is stored beside it. */
    FAILED,
    /** Somebody cancelled it. */
    CANCELLED;

    /** In the database and in messages: {@code succeeded}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Outcome> of(Optional<String> word) {
        return word.map(w -> valueOf(w.toUpperCase(Locale.ROOT)));
    }

    /** Stores it in a column, which is null while there is none. */
    @Converter
    public static class Column implements AttributeConverter<@Nullable Outcome, @Nullable String> {
        @Override
        public @Nullable String convertToDatabaseColumn(@Nullable Outcome outcome) {
            return outcome == null ? null : outcome.word();
        }

        @Override
        public @Nullable Outcome convertToEntityAttribute(@Nullable String word) {
            return of(Optional.ofNullable(word)).orElse(null);
        }
    }
}
