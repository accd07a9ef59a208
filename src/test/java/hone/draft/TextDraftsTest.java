package hone.draft;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import hone.CircleRows;
import hone.Forms;
import hone.Servers;
import hone.web.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is typed into a form and not sent: kept, given back, never overwritten unseen, and gone once it is sent. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "lena", roles = "labeler")
class TextDraftsTest {
    @Inject
    TextDrafts drafts;

    @Inject
    CircleRows rows;

    @Inject
    Sql sql;

    @Test
    void aTextComesBackAsItWasTyped() {
        String place = place();
        String text = "  two blanks, \"quotes\"\n\tand a tab \uD83D\uDC4D \n";

        Response saved = save(place, "{\"note\":[" + json(text) + "]}", 0, "one");

        assertThat(saved.statusCode()).isEqualTo(200);
        assertThat(saved.jsonPath().getInt("version")).isEqualTo(1);
        assertThat(at(place).jsonPath().getString("fields.note[0]")).isEqualTo(text);
        assertThat(given().get("/drafts").jsonPath().getList("place", String.class))
                .contains(place);
    }

    @Test
    void anotherPageIsToldAndNothingIsOverwritten() {
        String place = place();
        save(place, "{\"note\":[\"first\"]}", 0, "one");

        Response other = save(place, "{\"note\":[\"second\"]}", 0, "other");
        Response same = save(place, "{\"note\":[\"first, and more\"]}", 0, "one");
        Response late = save(place, "{\"note\":[\"second\"]}", 1, "other");
        Response agreeing = save(place, "{\"note\":[\"first, and more\"]}", 0, "third");
        Response knowing = save(place, "{\"note\":[\"second\"]}", 3, "other");

        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(other.jsonPath().getString("fields.note[0]")).isEqualTo("first");
        assertThat(same.statusCode()).isEqualTo(200);
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(agreeing.statusCode()).isEqualTo(200);
        assertThat(knowing.statusCode()).isEqualTo(200);
        assertThat(at(place).jsonPath().getString("fields.note[0]")).isEqualTo("second");
    }

    @Test
    void aFormThatWasTakenTakesItsDraftAlongAndARefusedOneKeepsIt() {
        UUID lena = rows.labeler("lena");
        String place = place();
        save(place, "{\"theme\":[\"dark\"]}", 0, "one");
        String sent = "?draft=" + place + "&draft-version=1&draft-writer=one";

        Response refused = Forms.post("/home", "/drafts" + sent, Map.of("place", "no place"));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.cookie("hone-sent")).isNull();
        assertThat(drafts.at(lena, place)).isPresent();

        Response taken = Forms.post("/home", "/preferences" + sent, Map.of("theme", "light", "reading", "serif"));
        assertThat(taken.statusCode()).isEqualTo(303);
        assertThat(taken.cookie("hone-sent")).isEqualTo(place);
        assertThat(taken.detailedCookie("hone-sent").isSecured()).isFalse();
        assertThat(DropSentDraft.sent(place, true)).endsWith("; Secure");
        assertThat(drafts.at(lena, place)).isEmpty();
    }

    @Test
    void whatAnotherPageSavedMeanwhileStaysWhenAFormIsSent() {
        UUID lena = rows.labeler("lena");
        String place = place();
        save(place, "{\"note\":[\"first\"]}", 0, "one");
        save(place, "{\"note\":[\"second\"]}", 1, "other");

        Forms.post(
                "/home",
                "/preferences?draft=" + place + "&draft-version=1&draft-writer=one",
                Map.of("theme", "light", "reading", "serif"));

        assertThat(drafts.at(lena, place).orElseThrow().fields()).containsEntry("note", List.of("second"));
    }

    @Test
    void nobodySeesTheTextOfSomebodyElse() {
        UUID ravi = rows.labeler("ravi");
        String place = place();
        drafts.save(ravi, place, Map.of("note", List.of("his")), 0, "his", Instant.now());

        assertThat(at(place).statusCode()).isEqualTo(204);
        assertThat(save(place, "{\"note\":[\"mine\"]}", 0, "one").statusCode()).isEqualTo(200);
        assertThat(drafts.at(ravi, place).orElseThrow().fields()).containsEntry("note", List.of("his"));
    }

    @Test
    void theNewestFiftyOfAPersonAreKept() {
        UUID somebody = rows.labeler("draft-" + UUID.randomUUID().toString().substring(0, 8));
        for (int i = 0; i < 53; i++) {
            drafts.save(somebody, "/place/" + i, Map.of("note", List.of("x")), 0, "one", Instant.EPOCH.plusSeconds(i));
        }

        assertThat(drafts.of(somebody)).hasSize(50).first().extracting("place").isEqualTo("/place/52");
        assertThat(sql.number("select count(*) from text_draft where labeler_id = ?", somebody))
                .isEqualTo(50);
    }

    @Test
    void whatIsNoDraftIsRefusedInWords() {
        String place = place();

        assertThat(save("https://example.org/", "{}", 0, "one").statusCode()).isEqualTo(400);
        assertThat(save(place, "{not json", 0, "one").statusCode()).isEqualTo(400);
        assertThat(save(place, "{\"note\":[\"" + "x".repeat(100_001) + "\"]}", 0, "one")
                        .asString())
                .contains("at most 100000");
        assertThat(save(place, "{\"a\":[\"b\"]}", 0, "w".repeat(41)).statusCode())
                .isEqualTo(400);
        assertThat(save(place, "[1]", 0, "one").statusCode())
                .as("nothing to keep")
                .isEqualTo(200);
        assertThat(save(place, "{\"a\":[\"\\u0000\\ud83d\"]}", 0, "one").statusCode())
                .isEqualTo(200);
        assertThat(at(place).jsonPath().getString("fields.a[0]")).isEqualTo("\uFFFD");
    }

    private static String place() {
        return "/p/somewhere/" + UUID.randomUUID();
    }

    private static Response save(String place, String fields, int version, String writer) {
        return Forms.post(
                "/home",
                "/drafts",
                Map.of("place", place, "fields", fields, "version", Integer.toString(version), "writer", writer));
    }

    private static Response at(String place) {
        return given().queryParam("place", place).get("/drafts/text");
    }

    private static String json(String text) {
        return "\"" + text.replace("\"", "\\\"").replace("\n", "\\n").replace("\t", "\\t") + "\"";
    }
}
