package hone.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;

/**
 * An error for programs, RFC 9457: {@code application/problem+json}.
 *
 * @param reference what to quote when asking for help; the log has it beside the cause
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        String type, String title, int status, String detail, String reference, Map<String, String> fields) {
    public static final String MEDIA_TYPE = "application/problem+json";

    public static Problem of(int status, String title, String detail, String reference, Map<String, String> fields) {
        return new Problem("about:blank", title, status, detail, reference, fields);
    }
}
