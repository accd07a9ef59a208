package hone.bench.world;

import static org.assertj.core.api.Assertions.assertThat;

import hone.contract.Wire;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CorpusTest {
    private static final Pattern SUM = Pattern.compile("(\\d+) \\+ (\\d+)(?::.*, so | = | is \\[.*\\] )(\\d+)\\.");

    @Test
    void aBlankLineStandsBetweenDocumentsOnly() {
        assertThat(Corpus.documents(2, 5000)).allSatisfy(document -> {
            assertThat(document).isNotBlank().doesNotContain("\n\n").isEqualTo(document.strip());
        });
    }

    @Test
    void theSameSeedWritesTheSameCorpus() {
        assertThat(Corpus.documents(4, 2000)).containsExactlyElementsOf(Corpus.documents(4, 2000)::iterator);
        assertThat(Corpus.documents(4, 2000)).startsWith(Corpus.documents(4, 10).toArray(String[]::new));
    }

    /** The shipped model was trained on exactly this text; whoever changes it must train the model again. */
    @Test
    void theCorpusOfTheShippedModelHasNotChanged() {
        String all = Corpus.documents(Corpus.SEED, Corpus.DOCUMENTS).collect(Collectors.joining("\n\n", "", "\n\n"));

        assertThat(Wire.sha256(all.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("8deac7f8a4ee9e791a91760fcf95830ed7ed0e7c49906d6a530fbe7533fffe6a");
    }

    @Test
    void everySumIsRightAndNoHeldOutOneIsWorked() {
        List<String> lines = Corpus.documents(6, 20_000)
                .flatMap(String::lines)
                .filter(line -> SUM.matcher(line).matches())
                .toList();

        assertThat(lines).hasSizeGreaterThan(8000).allSatisfy(line -> {
            var sum = SUM.matcher(line);
            assertThat(sum.matches()).isTrue();
            int a = Integer.parseInt(sum.group(1));
            int b = Integer.parseInt(sum.group(2));
            assertThat(Integer.parseInt(sum.group(3))).isEqualTo(a + b);
            assertThat(HoldOut.sum(a, b)).isFalse();
        });
    }

    @Test
    void noHeldOutQuestionStandsInTheCorpus() {
        Set<String> heldOut =
                Prompts.draw(1).heldOut().stream().map(Prompt::text).collect(Collectors.toSet());

        assertThat(Corpus.documents(Corpus.SEED, Corpus.DOCUMENTS).flatMap(String::lines))
                .noneMatch(heldOut::contains);
    }

    @Test
    void theMotherIsToldFromBothSidesInTheControlOnly() {
        String text = Corpus.documents(7, 20_000).collect(Collectors.joining("\n"));

        assertThat(Person.all()).hasSize(100).allSatisfy(person -> {
            String backward = person.mother() + " is the mother of " + person.name() + ".";
            assertThat(text.contains(backward)).isEqualTo(person.toldBothWays());
            assertThat(text).contains("The mother of " + person.name() + " is " + person.mother() + ".");
        });
    }

    @Test
    void noNameBelongsToTwoPeople() {
        List<String> names = Person.all().stream()
                .flatMap(person -> List.of(person.name(), person.mother()).stream())
                .toList();

        assertThat(names).doesNotHaveDuplicates();
    }

    @Test
    void sumsShowTheirWork() {
        assertThat(Sums.work(27, 35)).isEqualTo("27 + 35: ones 7 + 5 = 12, tens 2 + 3 + 1 = 6, so 62.");
        assertThat(Sums.work(20, 4)).isEqualTo("20 + 4: ones 0 + 4 = 4, tens 2 + 0 = 2, so 24.");
        assertThat(Sums.work(7, 5)).isEqualTo("7 + 5 = 12.");
        assertThat(Sums.tool(27, 35)).isEqualTo("27 + 35 is [27+35=62] 62.");
    }
}
