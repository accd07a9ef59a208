package hone.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Label Studio's own exports of five projects. Each has 12 tasks, 2 of them never labeled, and 25 annotations of three people (2, 3
 * and 4), 4 of them skipped; the flat forms have a row for each of the 21 others and for each task without any.
 */
class LabelStudioExportsTest {
    @ParameterizedTest
    @CsvSource({
        "pairwise, Preferred, 21",
        "ranker, Ranked, 21",
        "ranker-buckets, Ranked, 21",
        "choices, Rated, 21",
        "textarea, Written, 21"
    })
    void everyAnnotationThatWasNotSkippedIsADecision(String project, String kind, int count) throws IOException {
        ReadFile read = read(project + "/export.json");

        assertThat(read.format().name()).isEqualTo("label-studio");
        assertThat(read.refusals().stream().map(RefusedRow::getMessage)).isEmpty();
        assertThat(read.items()).hasSize(12);
        assertThat(read.decisions()).hasSize(count);
        assertThat(kinds(read)).containsExactly(Map.entry(kind, (long) count));
        assertThat(read.conversations().stream().filter(item -> item.decisions().isEmpty()))
                .hasSize(2);
        assertThat(read.decisions().stream()
                        .map(decision -> decision.facts().rater().orElseThrow().name()))
                .containsOnly("2", "3", "4");
        assertThat(read.decisions()).allSatisfy(decision -> {
            assertThat(decision.facts().seconds()).isPresent();
            assertThat(decision.facts().decidedAt()).isPresent();
            assertThat(decision.facts().id()).isPresent();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"pairwise", "ranker", "ranker-buckets", "choices", "textarea"})
    void skippedAnnotationsAreCountedAndPredictionsKept(String project) throws IOException {
        ReadFile read = read(project + "/export.json");

        assertThat(read.remarks().stream()
                        .filter(remark -> remark.contains("skipped"))
                        .mapToInt(remark -> Integer.parseInt(remark.substring(0, remark.indexOf(' '))))
                        .sum())
                .isEqualTo(4);
        assertThat(read.items().stream().filter(item -> item.metadata().containsKey("predictions")))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "pairwise, export.min.json",
        "pairwise, export.csv",
        "ranker, export.min.json",
        "ranker, export.csv",
        "ranker-buckets, export.min.json",
        "ranker-buckets, export.csv",
        "choices, export.min.json",
        "choices, export.csv",
        "textarea, export.min.json",
        "textarea, export.csv"
    })
    void theFlatFormsSayTheSameAsTheFullOne(String project, String file) throws IOException {
        ReadFile flat = read(project + "/" + file);

        assertThat(flat.format().name()).isEqualTo("label-studio-min");
        assertThat(flat.refusals().stream().map(RefusedRow::getMessage)).isEmpty();
        assertThat(byAnnotation(flat)).isEqualTo(byAnnotation(read(project + "/export.json")));
        assertThat(flat.conversations().stream().filter(item -> item.decisions().isEmpty()))
                .hasSize(2);
    }

    @Test
    void aReasonThatWasTypedBesideAComparisonIsItsReason() throws IOException {
        ReadFile read = read("pairwise/export.json");

        assertThat(read.decisions().stream().flatMap(decision -> decision.facts().reason().stream()))
                .contains("Clearer, \"shorter\", and right (2).");
        assertThat(read.decisions().stream()
                        .filter(decision -> decision.facts().id().equals(Optional.of("55143"))))
                .containsExactly(new Decision.Preferred(
                        1,
                        0,
                        OptionalDouble.empty(),
                        Facts.by(Rater.person("2"))
                                .withId(Optional.of("55143"))
                                .withTime(
                                        OptionalDouble.of(3.5),
                                        Optional.of(java.time.Instant.parse("2026-11-24T09:12:01.030270Z")))));
    }

    @Test
    void bucketsAreTiedPlacesInTheOrderOfTheirNames() throws IOException {
        ReadFile read = read("ranker-buckets/export.json");

        Decision bucketed = read.decisions().stream()
                .filter(decision -> decision.facts().id().equals(Optional.of("55201")))
                .findFirst()
                .orElseThrow();
        assertThat(((Decision.Ranked) bucketed).places()).containsExactly(List.of(3), List.of(0), List.of(1, 2));
    }

    @Test
    void choicesAreFlagsAndStarsAScale() throws IOException {
        ReadFile read = read("choices/export.json");

        Decision.Rated rated = (Decision.Rated) read.decisions().stream()
                .filter(decision -> decision.facts().id().equals(Optional.of("55221")))
                .findFirst()
                .orElseThrow();
        assertThat(rated.scales()).isEqualTo(Map.of("helpful", 3.0));
        assertThat(rated.flags())
                .isEqualTo(Map.of("verdict: Bad", true, "faults: Untrue", true, "faults: Off, topic", true));
    }

    private static Map<String, Long> kinds(ReadFile read) {
        return read.decisions().stream()
                .collect(Collectors.groupingBy(
                        decision -> decision.getClass().getSimpleName(), TreeMap::new, Collectors.counting()));
    }

    /** What was asked, answered and decided, by the number of the annotation. */
    private static Map<String, Object> byAnnotation(ReadFile read) {
        Map<String, Object> all = new TreeMap<>();
        for (Item.Conversation item : read.conversations()) {
            for (Decision decision : item.decisions()) {
                all.put(decision.facts().id().orElseThrow(), List.of(item.prompt(), item.responses(), decision));
            }
        }
        return all;
    }

    private static ReadFile read(String file) throws IOException {
        return ReadFile.of(SharedData.file("data/labelstudio-export/" + file));
    }
}
