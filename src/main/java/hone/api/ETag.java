package hone.api;

import hone.contract.Wire;
import hone.web.Refused;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The version of a resource that several clients may write: a writer names the version it has seen. */
record ETag(String value) {
    private static final int LETTERS = 16;

    /** Derived from the whole representation. */
    static ETag of(Object shape) {
        return new ETag("\"" + Wire.sha256(Wire.bytes(shape)).substring(0, LETTERS) + "\"");
    }

    static ETag of(int version) {
        return new ETag("\"" + version + "\"");
    }

    /**
     * @param sent the If-Match header
     * @throws Refused 428 without one, 412 if somebody else has changed it meanwhile
     */
    void require(@Nullable String sent) {
        if (sent == null || sent.isBlank()) {
            throw new Refused(
                    428,
                    "If-Match is missing",
                    "Read it first and send its ETag as If-Match, so that nobody’s change is overwritten. Nothing was changed.");
        }
        if (!sent.strip().equals("*")
                && Arrays.stream(sent.split(",")).map(String::strip).noneMatch(value::equals)) {
            throw new Refused(
                    412,
                    "Changed meanwhile",
                    "Somebody has changed it since you read it: it is " + value
                            + " now. Nothing was changed; read it again.");
        }
    }
}
