package hone.kind;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.jspecify.annotations.Nullable;

/** Stores a kind in an entity's column by its wire name. */
@Converter(autoApply = true)
public class KindColumn implements AttributeConverter<WorkKind, String> {
    @Override
    public @Nullable String convertToDatabaseColumn(@Nullable WorkKind kind) {
        return kind == null ? null : kind.wireName();
    }

    @Override
    public @Nullable WorkKind convertToEntityAttribute(@Nullable String name) {
        return name == null ? null : WorkKind.of(name);
    }
}
