package hone.talk;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hone.CircleRows;
import hone.Servers;
import hone.web.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stopping an answer is hanging up. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "lena", roles = "labeler")
class StoppedAnswerTest {
    @Inject
    CircleRows rows;

    @Inject
    Sql sql;

    @Inject
    @ConfigProperty(name = "hone.serve.url")
    String modelServer;

    private Talking lena;

    @BeforeEach
    void aProjectWhoseModelIsServed() {
        lena = Talking.atANewProject(rows, sql);
    }

    @Test
    void aStoppedAnswerEndsAtOnceKeepsItsTextAndBlocksNothing() throws Exception {
        for (String kind : List.of("ENDLESS", "SILENT")) {
            String talk;
            try (HungUpOn answer = HungUpOn.asked(lena.page(), "Go on " + kind)) {
                talk = answer.talk();
            }

            UUID id = UUID.fromString(talk);
            await("the answer has stopped").until(() -> sql.number("""
                    select count(*) from talk_turn where talk_id = ? and state = 'stopped'""", id) == 1);
            assertThat(sql.list("select said from talk_turn where talk_id = ?", c -> c.text("said"), id))
                    .as(kind)
                    .singleElement()
                    .asString()
                    .startsWith("After 1 messages: ");
            await("the model server writes no more")
                    .until(() ->
                            given().get(modelServer + "/writing").asString().equals("0"));
            assertThat(Talking.text(Talking.lines(lena.say(talk, "And then?"))))
                    .as(kind)
                    .isEqualTo("After 3 messages: And then?");
        }
    }

    @Test
    void anAnswerStoppedBeforeItsFirstWordLeavesNoTrace() throws Exception {
        try (HungUpOn answer = HungUpOn.asked(lena.page(), "Be MUTE")) {
            await("the message is stored").until(() -> talksOfProject() == 1);
        }

        await("the message is gone").until(() -> talksOfProject() == 0);
    }

    @Test
    void anAnswerStoppedBeforeTheModelHasBegunBlocksNothingAndTakesNothingOfTheNext() throws Exception {
        String talk =
                Talking.lines(lena.say("", "First.")).getFirst().path("talk").asText();
        UUID id = UUID.fromString(talk);
        try (HungUpOn answer = HungUpOn.asked(lena.page(), talk, "Are you LOADING?")) {
            await("the message is stored").until(() -> turnsOf(id) == 2);
        }
        await("the message is gone, though the model server still loads").until(() -> turnsOf(id) == 1);

        try (HungUpOn next = HungUpOn.asked(lena.page(), talk, "Be SILENT")) {
            next.talk();
            given().get(modelServer + "/loaded").then().statusCode(200);
            await("only the second answer is being written")
                    .until(() ->
                            given().get(modelServer + "/writing").asString().equals("1"));

            assertThat(sql.list(
                            "select asked from talk_turn where talk_id = ? order by number", c -> c.text("asked"), id))
                    .containsExactly("First.", "Be SILENT");
        }
    }

    private long turnsOf(UUID talk) {
        return sql.number("select count(*) from talk_turn where talk_id = ?", talk);
    }

    private long talksOfProject() {
        return sql.number("select count(*) from talk where project_id = ?", lena.project().id);
    }
}
