package hone.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HeadersTest {
    private static final CloudEvent EVENT = new CloudEvent(
            "run-sft/2", "hone/trainer", "hone.run.step", "run-sft", Instant.parse("2026-03-06T17:06:02.500Z"));

    /** The names and the content type: CloudEvents Kafka protocol binding 1.0.2, section 3.2. */
    @Test
    void anEventsAttributesAreHeadersOfTheKafkaBinding() {
        Map<String, String> text = new TreeMap<>();
        EVENT.headers().forEach((name, value) -> text.put(name, new String(value, StandardCharsets.UTF_8)));

        assertThat(text)
                .isEqualTo(Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", "run-sft/2",
                        "ce_source", "hone/trainer",
                        "ce_type", "hone.run.step",
                        "ce_subject", "run-sft",
                        "ce_time", "2026-03-06T17:06:02.500Z",
                        "content-type", "application/json"));
        assertThat(CloudEvent.read(EVENT.headers())).isEqualTo(EVENT);
    }

    @Test
    void aMissingAttributeAnotherVersionOrNoTimeIsRefused() {
        for (String name : EVENT.headers().keySet()) {
            if (!name.equals("content-type")) {
                Map<String, byte[]> headers = new HashMap<>(EVENT.headers());
                headers.remove(name);
                assertThatThrownBy(() -> CloudEvent.read(headers))
                        .isInstanceOf(UnreadableMessage.class)
                        .hasMessageContaining(name);
            }
        }
        assertThatThrownBy(() -> CloudEvent.read(with(EVENT.headers(), "ce_specversion", "0.3")))
                .isInstanceOf(UnreadableMessage.class);
        assertThatThrownBy(() -> CloudEvent.read(with(EVENT.headers(), "ce_time", "noon")))
                .isInstanceOf(UnreadableMessage.class);
    }

    @Test
    void theTypeIsTheStableKindName() {
        RunCommand cancelled = new RunCommand.RunCancelled("run-1", "why", Instant.EPOCH);

        assertThat(CloudEvent.typeOf(cancelled)).isEqualTo("hone.run.cancelled");
    }

    @Test
    void theAttemptOfADatasetGoesThereAndBack() {
        DatasetAttempt attempt = new DatasetAttempt("dataset-1", 2);

        assertThat(attempt.headers().get("hone_dataset")).asString().isEqualTo("dataset-1");
        assertThat(attempt.headers().get("hone_attempt")).asString().isEqualTo("2");
        assertThat(DatasetAttempt.read(attempt.headers())).isEqualTo(attempt);
        assertThatThrownBy(() -> DatasetAttempt.read(Map.of())).isInstanceOf(UnreadableMessage.class);
        assertThatThrownBy(() -> DatasetAttempt.read(with(attempt.headers(), "hone_attempt", "two")))
                .isInstanceOf(UnreadableMessage.class)
                .hasMessageContaining("two");
    }

    private static Map<String, byte[]> with(Map<String, byte[]> headers, String name, String value) {
        Map<String, byte[]> changed = new HashMap<>(headers);
        changed.put(name, value.getBytes(StandardCharsets.UTF_8));
        return changed;
    }
}
