package hone.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * How every shape of this package becomes JSON and back. Unknown fields are ignored, so shapes may grow; an unknown <em>kind</em>
 * is refused, and so is a missing or null field that is not optional, so there are no nulls. Absent optionals are left out; times
 * are ISO 8601; map keys are sorted, so that equal values are equal bytes and can be hashed.
 */
public final class Wire {
    /** Kafka's record limit for Hone; larger rows are refused when they are created, never when they are sent. */
    public static final int RECORD_BYTES_MAX = 1 << 20;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new Jdk8Module())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            // Bytes are the same whether they were written as bytes or as text: hashes of datasets depend on it.
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .serializationInclusion(JsonInclude.Include.NON_ABSENT)
            .build();

    private Wire() {}

    /** A mapper with these rules, for frameworks that want one. */
    public static ObjectMapper mapper() {
        return JSON.copy();
    }

    public static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UnreadableMessage("could not write " + value.getClass().getSimpleName() + " as JSON", e);
        }
    }

    public static byte[] bytes(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            // Half of a sign that takes two, which bytes can't hold: a question mark stands for it, as in all texts.
            return write(value).getBytes(StandardCharsets.UTF_8);
        }
    }

    public static <T> T read(String json, Class<T> shape) {
        try {
            T value = JSON.readValue(json, shape);
            if (value == null) {
                throw new UnreadableMessage("not a " + shape.getSimpleName() + ": null");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new UnreadableMessage("not a " + shape.getSimpleName() + ": " + e.getOriginalMessage(), e);
        }
    }

    /** The same, but what is refused is refused with all of its values that are out of their limits, not with the first. */
    public static <T> T readWhole(byte[] json, Class<T> shape) {
        return Check.all(() -> read(json, shape));
    }

    public static <T> T read(byte[] json, Class<T> shape) {
        try {
            T value = JSON.readValue(json, shape);
            if (value == null) {
                throw new UnreadableMessage("not a " + shape.getSimpleName() + ": null");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new UnreadableMessage("not a " + shape.getSimpleName() + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UnreadableMessage("not a " + shape.getSimpleName() + ": " + e.getMessage(), e);
        }
    }

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    public static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }
}
