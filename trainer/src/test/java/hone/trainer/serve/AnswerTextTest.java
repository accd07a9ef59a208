package hone.trainer.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The tokens of these tests are single bytes, the smallest that a byte-level tokenizer has. */
class AnswerTextTest {
    @Test
    void aCharacterIsShownWhenItsLastByteHasCome() {
        assertThat(parts("aä€🙂b", List.of())).containsExactly("a", "", "ä", "", "", "€", "", "", "", "🙂", "b");
    }

    @Test
    void aStopStringEndsTheTextBeforeItselfAlthoughItCameInPieces() {
        AnswerText text = text(List.of("STOP"));
        StringBuilder shown = new StringBuilder();
        for (int token : bytes("one STOPPED two")) {
            shown.append(text.add(token));
            if (text.stopped()) {
                break;
            }
        }

        assertThat(shown).hasToString("one ");
        assertThat(text.finish()).isEmpty();
    }

    @Test
    void whatOnlyBeganLikeAStopStringIsShownAfterAll() {
        assertThat(parts("a\n\nb", List.of("\n\nUser"))).containsExactly("a", "", "", "\n\nb");
        AnswerText text = text(List.of("END"));
        bytes("the EN").forEach(text::add);
        assertThat(text.finish()).isEqualTo("EN");
    }

    @Test
    void theFirstOfSeveralStopStringsCounts() {
        AnswerText text = text(List.of("three", "two"));
        StringBuilder shown = new StringBuilder();
        bytes("one two three").forEach(token -> shown.append(text.stopped() ? "" : text.add(token)));

        assertThat(shown).hasToString("one ");
    }

    @Test
    void bytesThatAreNoTextAreShownAtTheEnd() {
        AnswerText text = text(List.of());
        assertThat(text.add('a') + text.add(0xE2) + text.add(0x82)).isEqualTo("a");
        assertThat(text.finish()).isEqualTo("\uFFFD");
    }

    @Test
    void thePartsOfAnyTextAreTheTextUpToItsFirstStopString() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            String whole = letters(random, 1 + random.nextInt(30));
            List<String> stops = List.of(letters(random, 1 + random.nextInt(3)), letters(random, 2));
            int end = whole.length();
            for (String stop : stops) {
                int at = whole.indexOf(stop);
                end = at >= 0 ? Math.min(end, at) : end;
            }
            AnswerText text = text(stops);
            StringBuilder shown = new StringBuilder();
            for (int token : bytes(whole)) {
                shown.append(text.add(token));
                assertThat(shown.toString()).doesNotContain("\uFFFD");
                if (text.stopped()) {
                    break;
                }
            }
            shown.append(text.finish());

            assertThat(shown).as("seed %d: %s with %s", seed, whole, stops).hasToString(whole.substring(0, end));
        }
    }

    private static String letters(Random random, int count) {
        String[] alphabet = {"a", "b", "ä", "🙂"};
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(alphabet[random.nextInt(alphabet.length)]);
        }
        return text.toString();
    }

    private static List<String> parts(String whole, List<String> stops) {
        AnswerText text = text(stops);
        return bytes(whole).stream().map(text::add).toList();
    }

    private static AnswerText text(List<String> stops) {
        return new AnswerText(
                ids -> {
                    byte[] bytes = new byte[ids.size()];
                    for (int i = 0; i < bytes.length; i++) {
                        bytes[i] = ids.get(i).byteValue();
                    }
                    return new String(bytes, StandardCharsets.UTF_8);
                },
                stops);
    }

    private static List<Integer> bytes(String text) {
        List<Integer> ids = new ArrayList<>();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            ids.add(b & 0xFF);
        }
        return ids;
    }
}
