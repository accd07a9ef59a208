package hone.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A page of a list.
 *
 * @param next the cursor of the next page; absent on the last one
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Page<T>(
        List<T> data,

        @Schema(
                description = "Send it as `cursor` to get the next page. Absent on the last page. Opaque.",
                examples = "MDE5OTJiN2UtM2YyYS03YzRk")
        Optional<String> next) {
    /** @param rows one more than requested if there are more */
    static <T> Page<T> of(List<T> rows, Cursor.Asked asked, Function<T, String> place) {
        if (rows.size() <= asked.limit()) {
            return new Page<>(rows, Optional.empty());
        }
        List<T> shown = rows.subList(0, asked.limit());
        return new Page<>(List.copyOf(shown), Optional.of(Cursor.of(place.apply(shown.getLast()))));
    }
}
