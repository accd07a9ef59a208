package hone.imports;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import com.fasterxml.jackson.databind.JsonNode;
import hone.Servers;
import hone.project.Project;
import hone.web.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What PostgreSQL can't hold costs its own line and no other. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "ada", roles = "admin")
class UnstorableRowsTest {
    private static final String BEFORE = "{\"prompt\": \"Before?\"}\n";
    private static final String AFTER = "\n{\"prompt\": \"After?\"}\n";

    @Inject
    Sql sql;

    @Inject
    Imports imports;

    /** Values that end a whole import when they reach the database: refused while they are read, each with its reason. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'prompt': 'a \\u0000 b'}|A text holds a character that can’t be stored.",
                "{'prompt': 'a \\ud800 b'}|A text holds a character that can’t be stored.",
                "{'prompt': 'q', 'note': {'deep': ['\\u0000']}}|A field holds something that can’t be kept.",
                "{'prompt': 'q', 'note': 1e999}|A field holds something that can’t be kept.",
                "{'prompt': 'q', 'answers': [{'text': 'a', 'seed': 123456789012345678901234567890, 'temperature': 1}]}|The field “seed” of an answer can’t be so.",
                "{'prompt': 'q', 'answers': [{'text': 'a', 'rank': 12345678901}]}|The field “rank” of an answer can’t be so."
            })
    void aValueThatPostgresqlCanNotHoldRefusesItsOwnLine(String row, String reason) {
        JsonNode report =
                imports.sent(imports.project(), "&keep-unknown=true", BEFORE + row.replace('\'', '"') + AFTER);

        assertThat(report.path("refusals").path(0).path("reason").asText()).isEqualTo(reason);
        assertThat(report.path("refused").asInt()).isEqualTo(1);
        assertThat(report.path("promptsNew").asInt()).isEqualTo(2);
        assertThat(report.path("state").asText()).isEqualTo("read");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'weight': -1|The field “weight” is no number from 0 to 1.",
                "'weight': 1e300|The field “weight” is no number from 0 to 1.",
                "'seconds': -0.5|The field “seconds” is less than 0.",
                "'decided_at': '+300000-01-01T00:00:00Z'|The field “decided_at” is no time.",
                "'decided_at': 'yesterday'|The field “decided_at” is no time."
            })
    void aFactThatCanNotBeRefusesItsRecord(String fact, String reason) {
        String record = "{'prompt': [{'role': 'user', 'content': 'q'}], 'responses': [{'text': 'a'}, {'text': 'b'}],"
                + " 'decisions': [{'kind': 'preferred', 'chosen': 0, 'rejected': 1, %s}]}";
        String file = (record.formatted("'weight': 1") + "\n" + record.formatted(fact)).replace('\'', '"');
        JsonNode report = imports.sent(imports.project(), "", file);

        assertThat(report.path("refusals").path(0).path("reason").asText()).isEqualTo(reason);
        assertThat(report.path("judgmentsNew").asInt()).isEqualTo(1);
    }

    /** The net below the readers: whatever else a database refuses. */
    @Test
    void aRowThatTheDatabaseRefusesIsRefusedWithItsWordsAndTheRestIsStored() {
        Project project = imports.project();
        String file = IntStream.rangeClosed(1, 250)
                .mapToObj(i -> "{\"prompt\": \"%s %d?\"}".formatted(i % 100 == 1 ? "Poison" : "Question", i))
                .collect(Collectors.joining("\n"));
        JsonNode report = whileRefusingPoison(() -> imports.sent(project, "", file));

        assertThat(report.path("state").asText()).isEqualTo("read");
        assertThat(report.path("promptsNew").asInt()).isEqualTo(247);
        assertThat(report.path("tasks").asInt()).isEqualTo(247);
        assertThat(report.path("refused").asInt()).isEqualTo(3);
        assertThat(report.path("linesRead").asInt()).isEqualTo(250);
        assertThat(report.path("refusals").findValuesAsText("line")).containsExactly("1", "101", "201");
        assertThat(report.path("refusals").path(0).path("reason").asText())
                .isEqualTo("The database can’t hold this line.");
        assertThat(report.path("refusals").path(0).path("detail").asText()).contains("no_poison");
        assertThat(imports.count("prompt where project_id = ?", project)).isEqualTo(247);
        String refused = given().get(
                        "/p/" + project.slug + "/imports/" + report.path("id").asText() + "/refused.jsonl")
                .asString();
        JsonNode mended = imports.sent(project, "", refused);
        assertThat(mended.path("promptsNew").asInt()).isEqualTo(3);
        assertThat(imports.count("prompt where project_id = ?", project)).isEqualTo(250);
    }

    @Test
    void whenTheDatabaseRefusesRowAfterRowTheImportEndsAndSaysSo() {
        Project project = imports.project();
        String file = IntStream.rangeClosed(1, 90)
                .mapToObj(i -> "{\"prompt\": \"%s %d?\"}".formatted(i == 1 ? "Question" : "Poison", i))
                .collect(Collectors.joining("\n"));
        String said = whileRefusingPoison(() -> imports.sent(project, "", file, 400))
                .path("detail")
                .asText();

        assertThat(said).contains("something went wrong on Hone’s side", "Send the file again to continue");
        assertThat(imports.count("prompt where project_id = ?", project)).isEqualTo(1);
        assertThat(imports.texts("select refused || ' ' || lines_read from import_batch where project_id = ?", project))
                .containsExactly("50 51");
    }

    private interface Sent {
        JsonNode report();
    }

    private JsonNode whileRefusingPoison(Sent sent) {
        sql.run("alter table prompt add constraint no_poison check (messages::text not like '%Poison%') not valid");
        try {
            return sent.report();
        } finally {
            sql.run("alter table prompt drop constraint no_poison");
        }
    }

    @Test
    void anEscapedBackslashBeforeTheWordOfAZeroIsText() {
        Project project = imports.project();
        String file = "{\"prompt\": \"q\", \"note\": \"\\\\u0000 is how one writes it\"}";
        JsonNode report = imports.sent(project, "&keep-unknown=true", file);

        assertThat(report.path("refused").asInt()).isZero();
        assertThat(imports.texts("select metadata ->> 'note' from prompt where project_id = ?", project))
                .containsExactly("\\u0000 is how one writes it");
    }

    @Test
    void aFileWithAZeroCharacterInItsFirstRowsIsShownLikeOthers() {
        Project project = imports.project();
        String preview = imports.uploaded(project, "{\"prompt\": \"a \\u0000\\u0000 b\"}\n{\"prompt\": \"One?\"}");

        given().get(preview)
                .then()
                .statusCode(200)
                .body(containsString("Of the first 2 lines 1 is taken and 1 would be refused."));
    }

    @Test
    void aFieldWhoseNameCanNotBeKeptIsNotNamedByHand() {
        Project project = imports.project();
        String file = "{\"q\": \"One?\"}";

        assertThat(imports.sent(project, "&map=" + "x".repeat(201) + "=prompt", file, 400)
                        .path("detail")
                        .asText())
                .contains("Rename it in the file.");
    }

    @Test
    void aReasonThatQuotesTheFileIsOneLineAbove() {
        Project project = imports.project();
        JsonNode report = imports.sent(
                project,
                "&format=trl-preference",
                "{\"prompt\": \"q\", \"chosen\": \"a\", \"rejected\": \"b\", \"margin\": \"one\\ntwo\\r\\u0000\"}");
        UUID id = UUID.fromString(report.path("id").asText());

        imports.report(project, id).body(containsString("It is “one two �”."));
        assertThat(given().get("/p/" + project.slug + "/imports/" + id + "/refused.jsonl")
                        .asString()
                        .lines())
                .hasSize(2);
    }
}
