package hone.imports;

import static org.assertj.core.api.Assertions.assertThat;

import hone.contract.Message;
import hone.contract.Wire;
import hone.format.Limits;
import hone.web.TextLimits;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What comes in by one way can go on by the next. */
class TextLimitsTest {
    /** A control character takes six bytes of JSON: nothing that can be typed takes more. */
    private static final String WORST = "\u0001";

    @Test
    void theLongestImportedAnswerCanBeCorrectedAndTheLongestCorrectionFrozen() {
        assertThat(TextLimits.WRITTEN).isGreaterThan(Limits.CHARACTERS_MAX);

        int answer = Wire.bytes(WORST.repeat(Limits.CHARACTERS_MAX)).length;
        int correction = Wire.bytes(WORST.repeat(TextLimits.WRITTEN)).length;
        int rationale = Wire.bytes(WORST.repeat(TextLimits.RATIONALE)).length;
        int others = 64 << 10; // ids, rules, sampling: a few hundred bytes

        assertThat(Limits.CONVERSATION_BYTES_MAX + answer + correction + rationale + others)
                .isLessThan(Wire.RECORD_BYTES_MAX);
    }

    @Test
    void theDraftOfTheLongestTextIsKept() {
        assertThat(TextLimits.DRAFT).isGreaterThan(TextLimits.WRITTEN + TextLimits.RATIONALE);
        assertThat(TextLimits.DRAFT).isGreaterThan(TextLimits.GUIDELINE + TextLimits.SENTENCE);
    }

    @Test
    void aConversationOfTheLongestMessageIsTaken() {
        assertThat(Wire.bytes(List.of(Message.user(WORST.repeat(Limits.CHARACTERS_MAX)))).length)
                .isLessThan(Limits.CONVERSATION_BYTES_MAX);
    }
}
