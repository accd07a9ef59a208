package hone.talk;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import hone.CircleRows;
import hone.Forms;
import hone.Servers;
import hone.web.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers that a person stops, and those whose instance dies: another one takes the conversation over. Time is moved in the rows. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "lena", roles = "labeler")
class UnfinishedAnswersTest {
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
    void whoWritesRenewsTheLeaseAndKeepsWhatHasComeSoFar() throws Exception {
        try (HungUpOn answer = HungUpOn.asked(lena.page(), "Be SILENT")) {
            UUID talk = UUID.fromString(answer.talk());

            sql.run("update talk_turn set lease_until = now() + interval '1 second' where talk_id = ?", talk);
            await("the lease is renewed").until(() -> sql.number("""
                    select count(*) from talk_turn
                    where talk_id = ? and lease_until > now() + interval '5 seconds' and said = 'After 1 messages: '
                      and model_version_id is not null""", talk) == 1);

            assertThat(lena.say(talk.toString(), "In between.").statusCode()).isEqualTo(409);
            given().get(lena.page() + "/" + talk + "/1").then().statusCode(204);
            given().get(lena.page() + "/" + talk)
                    .then()
                    .body(containsString("After 1 messages"), containsString("is being written"));
        }
    }

    @Test
    void anAnswerWhoseWriterDiedIsLostForEverybodyAndTheConversationGoesOn() {
        String talk =
                Talking.lines(lena.say("", "First.")).getFirst().path("talk").asText();
        leftByAnInstanceThatDied(talk, 2, "Half a sent");

        given().get(lena.page() + "/" + talk + "/2")
                .then()
                .statusCode(200)
                .body(containsString("Half a sent"), containsString("Hone itself was interrupted"))
                .body(containsString("What had arrived is kept"));
        assertThat(Forms.post(lena.page(), lena.page() + "/" + talk + "/2/thumb", Map.of("thumb", "down"))
                        .statusCode())
                .isEqualTo(409);
        // The model reads what is whole: the first message, its answer and the new message.
        assertThat(Talking.text(Talking.lines(lena.say(talk, "And then?")))).isEqualTo("After 3 messages: And then?");
        assertThat(states(talk)).containsExactly("ended", "lost", "ended");
        given().get(lena.page() + "/" + talk).then().body(containsString("Half a sent"));
    }

    @Test
    void anAnswerThatWasLostBeforeItsFirstWordSaysSo() {
        String talk =
                Talking.lines(lena.say("", "First.")).getFirst().path("talk").asText();
        leftByAnInstanceThatDied(talk, 2, "");

        given().get(lena.page() + "/" + talk + "/2")
                .then()
                .body(containsString("before its first word arrived. Your message is kept"));
    }

    @Test
    void aWriterThatComesBackTooLateChangesNothingAndEnds() throws Exception {
        try (HungUpOn answer = HungUpOn.asked(lena.page(), "Be SILENT")) {
            String talk = answer.talk();
            // Its instance had a long pause, and another has taken the conversation over.
            assertThat(sql.run("""
                    update talk_turn set said = 'As far as kept', lease_until = now() - interval '1 second', state = 'lost'
                    where talk_id = ?""", UUID.fromString(talk))).isEqualTo(1);

            assertThat(Talking.text(Talking.lines(lena.say(talk, "And then?"))))
                    .isEqualTo("After 1 messages: And then?");
            await("the late writer lets the model server go")
                    .until(() ->
                            given().get(modelServer + "/writing").asString().equals("0"));
            answer.awaitEnd();
            assertThat(states(talk)).containsExactly("lost", "ended");
            assertThat(sql.list(
                            "select said from talk_turn where talk_id = ? order by number",
                            c -> c.text("said"),
                            UUID.fromString(talk)))
                    .containsExactly("As far as kept", "After 1 messages: And then?");
        }
    }

    /** Stopping an answer is hanging up. */
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

    private void leftByAnInstanceThatDied(String talk, int number, String said) {
        sql.run("""
                insert into talk_turn (talk_id, number, asked, said, seed, temperature, top_p, asked_at, lease_until)
                values (?, ?, 'Second.', ?, 1, 1, 1, now(), now() - interval '1 second')""", UUID.fromString(talk), number, said);
    }

    private List<String> states(String talk) {
        return sql.list(
                "select state from talk_turn where talk_id = ? order by number",
                c -> c.text("state"),
                UUID.fromString(talk));
    }

    private long turnsOf(UUID talk) {
        return sql.number("select count(*) from talk_turn where talk_id = ?", talk);
    }

    private long talksOfProject() {
        return sql.number("select count(*) from talk where project_id = ?", lena.project().id);
    }
}
