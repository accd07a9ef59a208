package hone.api;

import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The two parameters of every list. */
public class Listing {
    @QueryParam("limit")
    @Parameter(
            description = "How many at most.",
            schema =
                    @Schema(
                            type = org.eclipse.microprofile.openapi.annotations.enums.SchemaType.INTEGER,
                            minimum = "1",
                            maximum = "200",
                            defaultValue = "50"))
    public @Nullable String limit;

    @QueryParam("cursor")
    @Parameter(description = "`next` of the page before; absent for the first page.")
    public @Nullable String cursor;

    Cursor.Asked asked() {
        return Cursor.asked(limit, cursor);
    }
}
