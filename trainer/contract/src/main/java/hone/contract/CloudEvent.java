package hone.contract;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The attributes of a CloudEvents 1.0 event in Kafka's binary mode: each becomes a record header {@code ce_…}, the data is
 * the record's value as JSON. Source: CloudEvents Kafka protocol binding 1.0.2, section 3.2.
 *
 * @param id unique per source; a repeated id is a repetition, not a second event
 * @param type {@code hone.judgment.accepted} and the like; see {@link #typeOf}
 * @param subject what the event is about: a judgment, dataset or run id
 */
public record CloudEvent(String id, String source, String type, String subject, Instant time) {
    public static final String SPEC_VERSION = "1.0";
    public static final String CONTENT_TYPE = "application/json";

    public CloudEvent {
        Check.text("ce_id", id);
        Check.text("ce_source", source);
        Check.text("ce_type", type);
        Check.text("ce_subject", subject);
    }

    public Map<String, byte[]> headers() {
        Map<String, byte[]> headers = new LinkedHashMap<>();
        headers.put("ce_specversion", utf8(SPEC_VERSION));
        headers.put("ce_id", utf8(id));
        headers.put("ce_source", utf8(source));
        headers.put("ce_type", utf8(type));
        headers.put("ce_subject", utf8(subject));
        headers.put("ce_time", utf8(time.toString()));
        headers.put("content-type", utf8(CONTENT_TYPE));
        return headers;
    }

    /** The event type of one of this package's records: {@code hone.} and its stable kind name. */
    public static String typeOf(Kind kind) {
        return "hone." + Kind.nameOf(kind);
    }

    /** @throws UnreadableMessage if an attribute is missing, or the version is not 1.0 */
    public static CloudEvent read(Map<String, byte[]> headers) {
        String version = Headers.text(headers, "ce_specversion");
        Check.require(
                version.equals(SPEC_VERSION), "ce_specversion", version, "Hone speaks CloudEvents " + SPEC_VERSION);
        String time = Headers.text(headers, "ce_time");
        try {
            return new CloudEvent(
                    Headers.text(headers, "ce_id"),
                    Headers.text(headers, "ce_source"),
                    Headers.text(headers, "ce_type"),
                    Headers.text(headers, "ce_subject"),
                    Instant.parse(time));
        } catch (DateTimeParseException e) {
            throw new UnreadableMessage("header ce_time is '" + time + "', no time", e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
