package hone.contract;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Reads record headers without knowing Kafka: name → bytes. */
final class Headers {
    private Headers() {}

    static String text(Map<String, byte[]> headers, String name) {
        byte[] value = headers.get(name);
        if (value == null) {
            throw new UnreadableMessage("header " + name + " is missing");
        }
        return new String(value, StandardCharsets.UTF_8);
    }
}
