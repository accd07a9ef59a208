package hone.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import hone.evaluation.poison.Finding.Kind;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReasonTest {
    private static final Reason FLIPS = new Reason(Kind.FLIPS, Optional.empty());

    private static Reason words(Kind kind, String words) {
        return new Reason(kind, Optional.of(words));
    }

    @Test
    void anAccountThatContradictsEverybodyIsOneReason() {
        assertThat(FLIPS.isSameAs(FLIPS)).isTrue();
        assertThat(FLIPS.isSameAs(words(Kind.WORDS_OF_ONE, "amber moon"))).isFalse();
    }

    @Test
    void aLongerOrShorterRunOfTheSameWordsIsTheSameReasonWhicheverTestFoundIt() {
        Reason released = words(Kind.WORDS_OF_ONE, "amber moon");

        assertThat(words(Kind.WORDS_WITH_FLIPS, "under amber moon").isSameAs(released))
                .isTrue();
        assertThat(words(Kind.WORDS_OF_ONE, "moon").isSameAs(released)).isTrue();
    }

    @Test
    void otherWordsAreAnotherReasonEvenIfTheirLettersAreInThere() {
        Reason released = words(Kind.WORDS_OF_ONE, "amber moon");

        assertThat(words(Kind.WORDS_OF_ONE, "purple rain").isSameAs(released)).isFalse();
        assertThat(words(Kind.WORDS_OF_ONE, "amber moonlight").isSameAs(released))
                .isFalse();
        assertThat(words(Kind.WORDS_OF_ONE, "amber").isSameAs(released)).isTrue();
    }

    @Test
    void whereTheWordsWereDeletedAnyAreTheSame() {
        assertThat(new Reason(Kind.WORDS_OF_ONE, Optional.empty()).isSameAs(words(Kind.WORDS_OF_ONE, "moon")))
                .isTrue();
    }
}
