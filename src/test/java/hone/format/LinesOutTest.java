package hone.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Lines are written as Jackson writes texts, in UTF-8. */
class LinesOutTest {
    private static final String[] PARTS = {
        "a",
        "Word ",
        "\"",
        "\\",
        "\n",
        "\r\n",
        "\t",
        "\b",
        "\f",
        "\u0001",
        "\u001f",
        " ",
        "\u007f",
        "ü",
        "家",
        "😀",
        "\u2028",
        "/",
        "x".repeat(31)
    };

    @Test
    void everyRowIsWhatJacksonWrites() throws IOException {
        long seed = System.nanoTime();
        System.out.println("LinesOutTest seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        LinesOut lines = new LinesOut(written);
        for (int i = 0; i < 5_000; i++) {
            ObjectNode row = object(random, 3);
            lines.line(row);
            expected.write(Json.STRICT.writeValueAsString(row).getBytes(StandardCharsets.UTF_8));
            expected.write('\n');
            assertThat(LinesOut.json(row)).as("seed %d", seed).isEqualTo(Json.STRICT.writeValueAsString(row));
        }
        ObjectNode large = Json.NODES.objectNode().put("text", "y\"".repeat(1 << 20));
        lines.line(large);
        expected.write(Json.STRICT.writeValueAsString(large).getBytes(StandardCharsets.UTF_8));
        expected.write('\n');
        lines.flush();

        assertThat(written.toByteArray()).as("seed %d", seed).isEqualTo(expected.toByteArray());
    }

    private static ObjectNode object(SplittableRandom random, int depth) {
        ObjectNode object = Json.NODES.objectNode();
        for (int field = random.nextInt(4); field > 0; field--) {
            object.set(text(random) + field, value(random, depth));
        }
        return object;
    }

    private static JsonNode value(SplittableRandom random, int depth) {
        return switch (random.nextInt(depth > 0 ? 12 : 9)) {
            case 0 -> Json.NODES.numberNode(random.nextInt());
            case 1 -> Json.NODES.numberNode(random.nextLong());
            case 2 -> Json.NODES.numberNode(random.nextDouble() * 1e6);
            case 3 -> Json.NODES.numberNode(random.nextInt(5) / 3.0);
            case 4 -> Json.NODES.numberNode(random.nextBoolean() ? Double.NaN : 1e300);
            case 5 -> Json.NODES.numberNode(new BigDecimal("12.50").pow(random.nextInt(4)));
            case 6 -> Json.NODES.numberNode(BigInteger.TEN.pow(random.nextInt(40)));
            case 7 -> random.nextBoolean() ? Json.NODES.nullNode() : Json.NODES.booleanNode(random.nextBoolean());
            case 8 -> Json.NODES.textNode(text(random));
            case 9, 10 -> object(random, depth - 1);
            default -> {
                var array = Json.NODES.arrayNode();
                for (int element = random.nextInt(4); element > 0; element--) {
                    array.add(value(random, depth - 1));
                }
                yield array;
            }
        };
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int part = random.nextInt(12); part > 0; part--) {
            text.append(PARTS[random.nextInt(PARTS.length)]);
        }
        return text.toString();
    }
}
