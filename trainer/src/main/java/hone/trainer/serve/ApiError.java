package hone.trainer.serve;

import java.util.Optional;

/**
 * A request that can't be answered, in the words and codes of OpenAI's API, which its clients understand.
 *
 * @see <a href="https://platform.openai.com/docs/guides/error-codes">error codes</a>
 */
final class ApiError extends RuntimeException {
    private static final long serialVersionUID = 1;
    static final String INVALID = "invalid_request_error";

    private final int status;
    private final String type;
    private final transient Optional<String> param;
    private final transient Optional<String> code;

    ApiError(int status, String type, Optional<String> param, Optional<String> code, String message) {
        super(message);
        this.status = status;
        this.type = type;
        this.param = param;
        this.code = code;
    }

    static ApiError invalid(String param, String code, String message) {
        return new ApiError(400, INVALID, Optional.of(param), Optional.of(code), message);
    }

    static ApiError unreadable(String message) {
        return new ApiError(400, INVALID, Optional.empty(), Optional.empty(), message);
    }

    static ApiError noSuchModel(String name) {
        return new ApiError(
                404,
                INVALID,
                Optional.empty(),
                Optional.of("model_not_found"),
                "The model `" + shortened(name) + "` does not exist here; GET /v1/models lists those that do.");
    }

    static ApiError busy() {
        return new ApiError(
                429,
                "requests",
                Optional.empty(),
                Optional.of("rate_limit_exceeded"),
                "Too many answers are waiting to be written. Nothing was begun; try again in a few seconds.");
    }

    static ApiError closing() {
        return new ApiError(
                503,
                "server_error",
                Optional.empty(),
                Optional.of("shutting_down"),
                "The server is ending and begins no new answers. Try again when it is back.");
    }

    static ApiError crowded() {
        return new ApiError(
                429,
                "requests",
                Optional.empty(),
                Optional.of("rate_limit_exceeded"),
                "Too many large requests arrive at once. Nothing was begun; try again in a few seconds.");
    }

    static ApiError notFinite() {
        return new ApiError(
                500,
                "server_error",
                Optional.empty(),
                Optional.of("not_finite"),
                "The model computed a NaN or an infinite number for this text, so there is no answer, or no more of it. "
                        + "Trying again gives the same; other texts are answered as before. Serve another checkpoint if it happens often.");
    }

    static ApiError broken() {
        return new ApiError(
                500,
                "server_error",
                Optional.empty(),
                Optional.empty(),
                "The server had an error while it wrote this answer. What was written so far is whole; try again.");
    }

    int status() {
        return status;
    }

    String type() {
        return type;
    }

    Optional<String> param() {
        return param;
    }

    Optional<String> code() {
        return code;
    }

    String message() {
        return String.valueOf(getMessage());
    }

    /** What a caller sent, shortened for use in a message. */
    static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "…";
    }
}
