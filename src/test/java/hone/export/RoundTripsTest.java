package hone.export;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import hone.CircleRows;
import hone.Servers;
import hone.contract.Wire;
import hone.judgment.Degree;
import hone.judgment.Verdict;
import hone.project.Project;
import hone.web.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What leaves a project as a file and is imported into another is decided there as it was here, in each format that holds decisions;
 * what a format can't hold its report has said.
 */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(
        user = "ada",
        roles = {"labeler", "reviewer", "admin"})
class RoundTripsTest {
    @Inject
    CircleRows rows;

    @Inject
    Sql sql;

    private Project judged() {
        Project project = rows.project();
        UUID mira = rows.labeler("mira-of-the-trips", project);
        rows.preferred(project, mira, rows.prompt(project, "Which is kinder?"), "This.", "That.", Degree.BETTER);
        rows.tied(project, mira, rows.prompt(project, "Which is shorter?"));
        rows.demonstrated(project, mira, rows.prompt(project, "Tell of a kite."), "It came home.");
        UUID bad = rows.prompt(project, "Which is worse?");
        List<UUID> both = answers(bad, "x", "y");
        rows.judged(project, mira, bad, new Verdict.BothBad(both.get(0), both.get(1)), both);
        UUID three = rows.prompt(project, "Which is best?");
        List<UUID> ranked = answers(three, "a", "b", "c");
        rows.judged(
                project,
                mira,
                three,
                new Verdict.Ranking(List.of(List.of(ranked.get(1)), List.of(ranked.get(0)), List.of(ranked.get(2)))),
                ranked);
        UUID sky = rows.prompt(project, "What colour is the sky?");
        List<UUID> misspelt = answers(sky, "It is bleu.");
        rows.judged(project, mira, sky, new Verdict.Correction(misspelt.getFirst(), "It is blue."), misspelt);
        UUID where = rows.prompt(project, "Where is the kite?");
        List<UUID> rated = answers(where, "Here.");
        rows.judged(
                project,
                mira,
                where,
                new Verdict.Rating(List.of(new Verdict.Rated(rated.getFirst(), Map.of("helpful", 6), Map.of()))),
                rated);
        return project;
    }

    private List<UUID> answers(UUID prompt, String... texts) {
        return Stream.of(texts).map(text -> rows.answer(prompt, text)).toList();
    }

    /**
     * @param decisions what arrives, in words
     * @param leftOut what the report of the export says of what stays
     */
    record Trip(String format, String container, List<String> decisions, List<String> leftOut) {
        /** The only format that says so of itself. */
        boolean holdsEverything() {
            return format.equals("hone-records");
        }

        @Override
        public String toString() {
            return format + " as " + container;
        }
    }

    private static final String BETTER = "comparison: “This.” over “That.”";
    private static final String CORRECTED_PAIR = "comparison: “It is blue.” over “It is bleu.”";
    private static final List<String> PAIRS_OF_RANKING =
            List.of("comparison: “b” over “a”", "comparison: “b” over “c”", "comparison: “a” over “c”");
    private static final List<String> WRITTEN =
            List.of("demonstration: “It came home.”", "demonstration: “It is blue.”");
    private static final List<String> EVERYTHING = List.of(
            BETTER,
            "comparison: “one” as good as “two”",
            "comparison: neither “x” nor “y”",
            "ranking: “b” before “a” before “c”",
            "demonstration: “It came home.”",
            "correction: “It is bleu.” to “It is blue.”",
            "rating: “Here.” helpful 6");

    private static final String MARGIN = "By how much an answer is better is not in the file.";

    static Stream<Trip> trips() {
        List<String> pairs = with(PAIRS_OF_RANKING, BETTER, CORRECTED_PAIR);
        List<String> noPair = List.of(
                "A tie has no better answer and is not in the file.",
                "A rating of one answer is not in the file.",
                "A ranking became pairs; answers in one place are in no pair with one another.");
        List<String> labels = List.of(
                "rating: “This.” good true",
                "rating: “That.” good false",
                "rating: “x” good false",
                "rating: “y” good false");
        return Stream.of(
                new Trip("hone-records", "jsonl", EVERYTHING, List.of()),
                new Trip("hone-records", "json", EVERYTHING, List.of()),
                new Trip("hone-records", "parquet", EVERYTHING, List.of()),
                new Trip("trl-preference", "jsonl", pairs, noPair),
                new Trip("openai-preference", "jsonl", pairs, noPair),
                new Trip("hh-rlhf", "jsonl", pairs, noPair),
                new Trip("trl-prompt-completion", "jsonl", WRITTEN, List.of()),
                new Trip("trl-messages", "jsonl", WRITTEN, List.of()),
                new Trip("openai-sft", "jsonl", WRITTEN, List.of()),
                new Trip("label-studio", "json", EVERYTHING, List.of(MARGIN)),
                new Trip("argilla", "jsonl", EVERYTHING, List.of(MARGIN)),
                new Trip(
                        "trl-kto",
                        "jsonl",
                        labels,
                        List.of(
                                "A tie says neither good nor bad and is not in the file.",
                                "A ranking says neither good nor bad and is not in the file.",
                                "A demonstration is not in the file.",
                                "A correction is not in the file.",
                                "A rating of one answer is not in the file.")));
    }

    private static List<String> with(List<String> some, String... more) {
        return Stream.concat(some.stream(), Stream.of(more)).toList();
    }

    @ParameterizedTest
    @MethodSource("trips")
    void whatWasDecidedIsDecidedThereToo(Trip trip) {
        Project here = judged();
        Project there = rows.project();

        Response file = exported(here, trip);
        imported(there, trip, file.asByteArray());

        assertThat(decisions(there)).containsExactlyInAnyOrderElementsOf(trip.decisions());
        JsonNode report = report(here, file);
        assertThat(leftOut(report)).containsAll(trip.leftOut());
        assertThat(leftOut(report).isEmpty()).as("nothing is left out").isEqualTo(trip.holdsEverything());
        assertThat(report(there, exported(there, trip)).path("rows").asLong())
                .as("rows when it is exported again")
                .isEqualTo(report.path("rows").asLong());
        imported(there, trip, file.asByteArray());
        assertThat(decisions(there)).as("the same file again").hasSameSizeAs(trip.decisions());
    }

    @Test
    void aRatingOnAScaleOfItsOwnLeavesAsItCame() {
        Project project = rows.project();
        given().body("""
                        {"prompt":"How far is it?","response":"Near.","helpfulness":0,"correctness":4,"coherence":4,"complexity":0.5,"verbosity":2}
                        """.getBytes(StandardCharsets.UTF_8))
                .contentType("application/octet-stream")
                .post("/api/projects/" + project.slug + "/import?file=scores.jsonl")
                .then()
                .statusCode(200);

        String file = exported(project, new Trip("hone-records", "jsonl", List.of(), List.of()))
                .asString();

        assertThat(file)
                .contains(
                        "\"complexity\",\"value\":0.5", "\"helpfulness\",\"value\":0.0", "\"coherence\",\"value\":4.0");
    }

    private static Response exported(Project project, Trip trip) {
        return given().get("/api/projects/" + project.slug + "/export?format=" + trip.format() + "&container="
                        + trip.container())
                .then()
                .statusCode(200)
                .extract()
                .response();
    }

    private static void imported(Project project, Trip trip, byte[] file) {
        given().body(file)
                .contentType("application/octet-stream")
                .post("/api/projects/" + project.slug + "/import?file=judgments." + trip.container())
                .then()
                .statusCode(200)
                .body("refused", equalTo(0));
    }

    private static JsonNode report(Project project, Response file) {
        String report = given().get("/api/projects/" + project.slug + "/export/" + file.header("Hone-Export"))
                .then()
                .statusCode(200)
                .extract()
                .asString();
        return Wire.read(report, JsonNode.class);
    }

    private static Set<String> leftOut(JsonNode report) {
        Set<String> said = new TreeSet<>();
        report.path("report").path("leftOut").fieldNames().forEachRemaining(said::add);
        return said;
    }

    private List<String> decisions(Project project) {
        Map<UUID, String> texts = new HashMap<>();
        sql.list(
                        "select a.id, a.text from answer a join prompt p on p.id = a.prompt_id where p.project_id = ?",
                        c -> Map.entry(c.id("id"), c.text("text")),
                        project.id)
                .forEach(answer -> texts.put(answer.getKey(), "“" + answer.getValue() + "”"));
        return sql.list(
                "select verdict from imported_judgment where project_id = ?",
                c -> words(Wire.read(c.text("verdict"), Verdict.class), texts),
                project.id);
    }

    private static String words(Verdict verdict, Map<UUID, String> texts) {
        return switch (verdict) {
            case Verdict.Preferred v -> "comparison: " + texts.get(v.chosen()) + " over " + texts.get(v.rejected());
            case Verdict.Tied v -> "comparison: " + texts.get(v.first()) + " as good as " + texts.get(v.second());
            case Verdict.BothBad v -> "comparison: neither " + texts.get(v.first()) + " nor " + texts.get(v.second());
            case Verdict.Ranking v ->
                "ranking: "
                        + v.places().stream()
                                .map(place -> place.stream().map(texts::get).collect(Collectors.joining(" = ")))
                                .collect(Collectors.joining(" before "));
            case Verdict.NotRankable v -> "ranking: none";
            case Verdict.Demonstration v -> "demonstration: “" + v.text() + "”";
            case Verdict.Correction v -> "correction: " + texts.get(v.original()) + " to “" + v.text() + "”";
            case Verdict.Rating v ->
                "rating: "
                        + v.answers().stream()
                                .map(one -> texts.get(one.answer())
                                        + said(new TreeMap<>(one.scales()))
                                        + said(new TreeMap<>(one.flags())))
                                .collect(Collectors.joining("; "));
        };
    }

    private static String said(Map<String, ?> criteria) {
        return criteria.entrySet().stream()
                .map(one -> " " + one.getKey() + " " + one.getValue())
                .collect(Collectors.joining());
    }
}
