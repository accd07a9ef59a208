package hone.judgment;

import static org.assertj.core.api.Assertions.assertThat;

import hone.Servers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Servers.class)
class DecidedInWordsTest {
    private final UUID one = new UUID(0, 1);
    private final UUID two = new UUID(0, 2);
    private final UUID three = new UUID(0, 3);
    private final Map<UUID, Integer> numbers = Map.of(one, 1, two, 2, three, 3);

    @Test
    void everyKindOfVerdictReadsAsASentence() {
        assertThat(said(new Verdict.Preferred(two, one, Degree.MUCH))).isEqualTo("Answer 2 much better than answer 1");
        assertThat(said(new Verdict.Preferred(one, two, Degree.SLIGHTLY)))
                .isEqualTo("Answer 1 slightly better than answer 2");
        assertThat(said(new Verdict.Tied(one, two))).isEqualTo("Tie");
        assertThat(said(new Verdict.Ranking(List.of(List.of(three), List.of(two, one)))))
                .isEqualTo("Answers in order, best first: 3 > 1 = 2");
        assertThat(DecidedInWords.of(new Verdict.Correction(one, "Better"), numbers))
                .isEqualTo(new DecidedInWords("Corrected", "Corrected answer 1:", "Better"));
    }

    @Test
    void aListSaysItInAWordOrTwo() {
        assertThat(brief(new Verdict.Preferred(two, one, Degree.MUCH))).isEqualTo("Much better");
        assertThat(brief(new Verdict.Preferred(two, one, Degree.BETTER))).isEqualTo("Better");
        assertThat(brief(new Verdict.Preferred(two, one, Degree.SLIGHTLY))).isEqualTo("Slightly better");
        assertThat(brief(new Verdict.Tied(one, two))).isEqualTo("Tie");
        assertThat(brief(new Verdict.BothBad(one, two))).isEqualTo("Both bad");
        assertThat(brief(new Verdict.Ranking(List.of(List.of(three), List.of(two, one)))))
                .isEqualTo("Ranked");
        assertThat(brief(new Verdict.NotRankable(List.of(one, two)))).isEqualTo("Not rankable");
        assertThat(brief(new Verdict.Demonstration("Well"))).isEqualTo("Written");
        assertThat(brief(new Verdict.Correction(one, "Better"))).isEqualTo("Corrected");
    }

    private String brief(Verdict verdict) {
        return DecidedInWords.of(verdict, Map.of()).brief();
    }

    private String said(Verdict verdict) {
        return DecidedInWords.of(verdict, numbers).sentence();
    }
}
