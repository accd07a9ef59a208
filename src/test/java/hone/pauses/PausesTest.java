package hone.pauses;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import hone.Forms;
import hone.Servers;
import hone.evaluation.Share;
import hone.pause.AnswerPause;
import hone.pause.Evidence;
import hone.pause.Pause;
import hone.pause.PausePerson;
import hone.pause.PauseRule;
import hone.pause.PauseRules;
import hone.pause.Pauses;
import hone.pause.RuleSetting;
import hone.project.Project;
import hone.token.Scope;
import hone.token.Tokens;
import hone.work.Bench;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a paused person meets, and what admins do, over HTTP. Lena labels, Ada is an admin who does not. */
@QuarkusTest
@WithTestResource(Servers.class)
class PausesTest {
    private static final String WHY = "Let us talk about rule K2 first.";
    private static final Instant NOW = Instant.now();

    @Inject
    Bench bench;

    @Inject
    Pauses pauses;

    @Inject
    PauseRules rules;

    @Inject
    PausePerson pausePerson;

    @Inject
    AnswerPause answerPause;

    @Inject
    Tokens tokens;

    private Project project;
    private String at;

    @BeforeEach
    void newProject() {
        project = bench.project(1, "lena", "mo");
        at = "/p/" + project.slug;
        bench.prompt(project, "A fox loses her kite.", "The fox went home alone.", "The heron brought it back.");
    }

    private UUID pause(String who) {
        assertThat(pausePerson.byHand(
                        new PausePerson.Subject(project.id, bench.person(who)), WHY, bench.person("ada"), NOW))
                .isEqualTo(PausePerson.Outcome.PAUSED);
        return pauses.newest(project.id, bench.person(who)).orElseThrow().id();
    }

    private void pauseByRule(PauseRule rule, double share, int of) {
        Evidence evidence = new Evidence(new RuleSetting(rule, 60, 10), new Share(share, of), Instant.EPOCH);
        QuarkusTransaction.requiringNew()
                .run(() -> pausePerson.byRule(
                        new PausePerson.Subject(project.id, bench.person("lena")), evidence, 3, NOW));
    }

    private Response appeals(String text) {
        return Forms.post(at + "/pauses/mine", at + "/pauses/mine", Map.of("text", text));
    }

    private Response decides(UUID pause, String what, String reason) {
        return Forms.post(at + "/pauses", at + "/pauses/" + pause, Map.of("do", what, "reason", reason));
    }

    private long audited(String action) {
        return (Long)
                bench.one("select count(*) from audit_entry where project_id = ?1 and action = ?2", project.id, action);
    }

    @Test
    @TestSecurity(user = "lena", roles = "labeler")
    void whoIsPausedReadsWhyAndAnswersOnce() {
        assertThat(given().get(at + "/pauses/mine").asString()).contains("is not paused");
        pause("lena");

        Response next = given().redirects().follow(false).get(at + "/work/comparison?notice=stored");
        assertThat(next.statusCode()).isEqualTo(303);
        assertThat(next.header("Location")).endsWith(at + "/pauses/mine?notice=stored");
        assertThat(given().get(at + "/pauses/mine?notice=stored").asString())
                .contains("Your work in Kind endings is paused", WHY, "Judgment stored.")
                .doesNotContain("fox");
        assertThat(given().get("/home").asString())
                .contains("Your work in Kind endings is paused", at + "/pauses/mine");
        assertThat(appeals("  ").statusCode()).isEqualTo(400);
        String tooLong = "a".repeat(AnswerPause.CHARACTERS_MAX + 1);
        assertThat(appeals(tooLong).asString()).contains("2001 characters", tooLong);
        assertThat(appeals("K2 <b>contradicts</b> K1.").statusCode()).isEqualTo(303);
        assertThat(given().get(at + "/pauses/mine?notice=sent").asString())
                .contains("Sent.", "K2 &lt;b&gt;contradicts&lt;/b&gt; K1.", "Nobody has answered yet.")
                .doesNotContain("<textarea");
        assertThat(audited("pause.appealed")).isEqualTo(1);
    }

    @Test
    @TestSecurity(user = "lena", roles = "labeler")
    void onlyOneAnswerWaitsAndFiveAreEnough() {
        UUID pause = pause("lena");
        for (int i = 1; i <= AnswerPause.APPEALS_MAX; i++) {
            assertThat(answerPause.appeal(project.id, bench.person("lena"), "Answer " + i, NOW.plusSeconds(i)))
                    .isTrue();
            assertThat(answerPause.appeal(project.id, bench.person("lena"), "One more", NOW.plusSeconds(i)))
                    .isFalse();
            answerPause.uphold(project.id, pause, "Reply " + i, bench.person("ada"), NOW.plusSeconds(i));
        }

        assertThat(answerPause.appeal(project.id, bench.person("lena"), "Sixth", NOW))
                .isFalse();
        assertThat(given().get(at + "/pauses/mine").asString())
                .contains("Answer 1", "Reply 5", "as often as can be here")
                .doesNotContain("<textarea");
    }

    @Test
    @TestSecurity(user = "lena", roles = "labeler")
    void whatIsSentWithoutAPauseIsRefusedWithWhatToDo() {
        UUID pause = pause("lena");
        String form = at + "/pauses/mine";
        Response page = given().get(form);
        assertThat(page.asString()).contains("csrf-token");
        answerPause.lift(project.id, pause, "All is well.", bench.person("ada"), Instant.now());

        Response late = Forms.post("/home", form, Map.of("text", "But why?"));

        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(late.asString()).contains("not sent", "kept as your draft");
        assertThat(given().get(form).asString()).contains("was lifted", "All is well.", at + "/work/comparison");
        assertThat(given().redirects()
                        .follow(false)
                        .get(at + "/work/comparison")
                        .header("Location"))
                .contains("/work/");
    }

    @Test
    @TestSecurity(user = "lena", roles = "labeler")
    void theBellTellsOfAPauseOfAReplyAndOfItsEnd() {
        UUID pause = pause("lena");
        assertThat(given().get("/notices").asString()).contains("Kind endings: you are handed no new work for now");
        answerPause.appeal(project.id, bench.person("lena"), "But why?", NOW);
        answerPause.uphold(project.id, pause, "Read K2 first.", bench.person("ada"), NOW);
        answerPause.lift(project.id, pause, "All is well.", bench.person("ada"), NOW);

        assertThat(given().get("/notices").asString())
                .contains("your answer about the pause has a reply", "you are handed work again")
                .doesNotContain(WHY, "All is well.");
    }

    /** Wilson’s interval of 15 of 50 is 19.1 to 43.8 %. */
    @Test
    @TestSecurity(user = "lena", roles = "labeler")
    void numbersAreToldInKindWordsOfTheReadersLanguage() {
        pauseByRule(PauseRule.AGREEMENT, 0.3, 50);

        String english = given().get(at + "/pauses/mine").asString();
        String german =
                given().header("Accept-Language", "de").get(at + "/pauses/mine").asString();

        assertThat(english)
                .contains("judged 50 tasks of your newest too", "about 30 %", "between 19 and 44 %", "at least 60 %")
                .contains("may be looked at by a reviewer");
        assertThat(german).contains("ist angehalten", "50 Aufgaben", "zwischen 19 und 44 %", "mindestens 60 %");
        assertThat(german).contains("lang=\"de\"");
    }

    @Test
    @TestSecurity(user = "mo", roles = "labeler")
    void nobodyReadsOfAnotherPersonsPause() {
        UUID pause = pause("lena");

        assertThat(given().get(at + "/pauses/mine").asString())
                .contains("is not paused")
                .doesNotContain(WHY);
        assertThat(given().get(at + "/pauses").statusCode()).isEqualTo(403);
        assertThat(given().redirects()
                        .follow(false)
                        .get(at + "/pauses/" + pause)
                        .statusCode())
                .isIn(403, 404, 405);
    }

    @Test
    void aProgramIsToldThatAPersonIsPaused() {
        pause("lena");
        String token = tokens.of(Scope.TASKS_DELEGATE);

        Response refused = given().header("Authorization", "Bearer " + token)
                .header("Hone-On-Behalf-Of", "lena")
                .contentType("application/json")
                .body(Map.of("kind", "comparison"))
                .post("/api/v1/projects/" + project.slug + "/tasks/next");

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.asString()).contains("paused", at + "/pauses/mine").doesNotContain(WHY);
    }

    @Test
    @TestSecurity(
            user = "ada",
            roles = {"admin"})
    void anAdminPausesReadsTheAnswerUpholdsAndLifts() {
        assertThat(given().get(at + "/pauses").asString()).contains("Nobody is paused");
        Response paused = Forms.post(at + "/pauses", at + "/pauses", Map.of("username", " Lena ", "reason", WHY));
        assertThat(paused.statusCode()).as(paused.asString()).isEqualTo(303);
        UUID pause = pauses.active(project.id).getFirst().id();
        assertThat(decides(pause, "uphold", "It stays.").statusCode()).isEqualTo(409);
        answerPause.appeal(project.id, bench.person("lena"), "K2 contradicts K1.", NOW);

        assertThat(given().get("/home").asString()).contains("1 answer to a pause waits", at + "/pauses");
        assertThat(given().get(at + "/people").asString()).contains(">Paused<");
        assertThat(given().get(at + "/pauses").asString()).contains("K2 contradicts K1.", "Waits for your answer", WHY);
        assertThat(decides(pause, "uphold", " ").asString()).contains("Write why the pause stays");
        assertThat(decides(pause, "burn", "kept words").asString()).contains("Choose what to do", "kept words");
        assertThat(decides(pause, "lift", "a".repeat(2_001)).statusCode()).isEqualTo(400);
        assertThat(decides(pause, "uphold", "Read K1 again.").statusCode()).isEqualTo(303);
        assertThat(pauses.active(project.id).getFirst().isWaiting()).isFalse();
        assertThat(decides(pause, "lift", "Thank you.").statusCode()).isEqualTo(303);
        assertThat(decides(pause, "lift", "Again.").statusCode()).isEqualTo(409);

        assertThat(given().get(at + "/pauses?notice=lifted").asString())
                .contains("Nobody is paused", "Lifted", "Read K1 again.");
        assertThat(audited("labeler.paused")).isEqualTo(1);
        assertThat(audited("pause.upheld")).isEqualTo(1);
        assertThat(audited("pause.lifted")).isEqualTo(1);
    }

    @Test
    @TestSecurity(
            user = "ada",
            roles = {"admin"})
    void whoCanNotBePausedIsNamedAndWhatWasTypedStays() {
        assertThat(Forms.post(at + "/pauses", at + "/pauses", Map.of("username", "nobody-here", "reason", "kept"))
                        .asString())
                .contains("Nobody called nobody-here is a member", "kept");
        assertThat(Forms.post(at + "/pauses", at + "/pauses", Map.of("username", "lena", "reason", ""))
                        .asString())
                .contains("Write why: the person reads it.");
        UUID first = pause("lena");
        assertThat(Forms.post(at + "/pauses", at + "/pauses", Map.of("username", "lena", "reason", "Twice"))
                        .asString())
                .contains("lena is paused already");
        assertThat(pauses.active(project.id)).extracting(Pause::id).containsExactly(first);
        Project other = bench.project(1, "lena");
        assertThat(Forms.post(at + "/pauses", "/p/" + other.slug + "/pauses/" + first, Map.of("do", "lift"))
                        .statusCode())
                .as("a pause of another project")
                .isEqualTo(404);
    }

    @Test
    @TestSecurity(
            user = "ada",
            roles = {"admin"})
    void rulesAreOffAtFirstStoredAsTypedAndRefusedInPlace() {
        assertThat(given().get(at + "/pauses").asString()).doesNotContain("value=\"yes\" checked");
        assertThat(rules.of(project.id)).isEmpty();

        Response refused = Forms.post(
                at + "/pauses",
                at + "/pauses/rules",
                Map.of("on-side", "yes", "percent-side", "40", "least-side", "many"));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.asString())
                .contains("A whole number from 51 to 99.", "A whole number from 10 to 200.", "value=\"many\"");
        assertThat(rules.of(project.id)).isEmpty();

        Response saved = Forms.post(
                at + "/pauses",
                at + "/pauses/rules",
                Map.of("on-side", "yes", "percent-side", "80", "least-side", "40", "percent-speed", "x"));
        assertThat(saved.statusCode()).as(saved.asString()).isEqualTo(303);
        assertThat(rules.of(project.id)).containsExactly(new RuleSetting(PauseRule.SIDE, 80, 40));
        assertThat(given().get(at + "/pauses?notice=rules").asString())
                .contains("Saved.", "name=\"on-side\" value=\"yes\" checked");
        assertThat(audited("project.pause-rules-changed")).isEqualTo(1);
        Forms.post(at + "/pauses", at + "/pauses/rules", Map.of("percent-side", "80"));
        assertThat(rules.of(project.id)).isEmpty();
    }
}
