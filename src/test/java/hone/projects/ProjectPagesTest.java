package hone.projects;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import hone.Forms;
import hone.Servers;
import hone.kind.HandingOrder;
import hone.kind.WorkKind;
import hone.kind.WorkSetting;
import hone.labeler.Labeler;
import hone.project.CreateProject;
import hone.project.Member;
import hone.project.Project;
import hone.project.ProjectSettings;
import hone.project.Repeats;
import hone.project.WorkSettings;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Servers.class)
class ProjectPagesTest {
    @Inject
    Sql sql;

    @Inject
    Project.Repo projects;

    @Inject
    Labeler.Repo labelers;

    @Inject
    Member.Repo members;

    @Inject
    CreateProject creation;

    @Inject
    WorkSettings.Repo askedWork;

    @Test
    @TestSecurity(user = "ada", roles = "admin")
    void anAdminCreatesAProjectWithItsGuidelines() {
        var created = Forms.post("/projects", "/projects", Map.of("name", "Crème brûlée"));

        assertThat(created.statusCode()).isEqualTo(303);
        assertThat(created.header("Location")).endsWith("/p/creme-brulee");
        given().get("/p/creme-brulee")
                .then()
                .statusCode(200)
                .body(
                        containsString("Until the first judgment"),
                        containsString(
                                "<a href=\"/p/creme-brulee/people\">People</a> <span class=\"badge line\">Missing"),
                        containsString(
                                "<a href=\"/p/creme-brulee/guidelines\">Guidelines</a> <span class=\"badge line\">"),
                        containsString("<a href=\"/p/creme-brulee/imports\">Prompts</a>"),
                        containsString("<a href=\"/p/creme-brulee/models\">Current model</a>"));
        given().get("/p/creme-brulee/guidelines").then().statusCode(200).body(containsString("First version"));
        for (WorkKind kind : WorkKind.values()) {
            given().get("/p/creme-brulee/guidelines/" + kind)
                    .then()
                    .statusCode(200)
                    .body(not(containsString("a story")), not(containsString("kite")), not(containsString("Mira")));
        }
        Forms.post("/p/creme-brulee/people", "/p/creme-brulee/people", Map.of("username", "lena"));
        given().get("/p/creme-brulee")
                .then()
                .body(containsString("<a href=\"/p/creme-brulee/people\">People</a> <span class=\"badge good\">Done"));
        assertThat(actions("creme-brulee")).contains("project.created");
    }

    @Test
    @TestSecurity(user = "ada", roles = "admin")
    void aNameThatCannotBeTakenIsKeptInTheForm() {
        Forms.post("/projects", "/projects", Map.of("name", "Twice"));

        var again = Forms.post("/projects", "/projects", Map.of("name", "Twice"));
        var nameless = Forms.post("/projects", "/projects", Map.of("name", "   "));
        var unspeakable = Forms.post("/projects", "/projects", Map.of("name", "日本語"));

        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.asString()).contains("Choose another", "value=\"Twice\"", "aria-invalid=\"true\"");
        assertThat(nameless.statusCode()).isEqualTo(400);
        assertThat(nameless.asString()).contains("A project needs a name.");
        assertThat(unspeakable.statusCode()).isEqualTo(400);
        assertThat(unspeakable.asString()).contains("日本語", "Latin letter");
    }

    @Test
    @TestSecurity(user = "ada", roles = "admin")
    void settingsAreAllSavedOrNoneAndTheChangeIsNoted() {
        Forms.post("/projects", "/projects", Map.of("name", "Settings here"));
        Map<String, String> form =
                new java.util.HashMap<>(ProjectSettings.of(project("settings-here"), WorkSettings.byDefault())
                        .values());
        form.remove("rationaleRequired");
        form.remove("guidelineRequired");
        form.putAll(Map.of("leaseMinutes", "45", "temperature", "0,7", "topP", "0.9", "name", "Renamed"));
        form.put("dailyMax", "200");
        form.put("repeatPercent", "5");
        form.put("repeatAfterDays", "14");

        var refused = Forms.post("/p/settings-here/settings", "/p/settings-here/settings", with(form, "topP", "0"));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.asString()).contains("above 0", "value=\"45\"");
        assertThat(project("settings-here").leaseMinutes).isEqualTo(30);

        var never = Forms.post(
                "/p/settings-here/settings", "/p/settings-here/settings", with(form, "repeatAfterDays", "0"));
        assertThat(never.statusCode()).isEqualTo(400);
        assertThat(never.asString()).contains("id=\"repeatAfterDays-e\"", "1 to 365", "value=\"5\"");

        var saved = Forms.post("/p/settings-here/settings", "/p/settings-here/settings", form);
        assertThat(saved.statusCode()).isEqualTo(303);
        given().get(saved.header("Location")).then().statusCode(200).body(containsString("Saved."));
        Project project = project("settings-here");
        assertThat(project.name).isEqualTo("Renamed");
        assertThat(project.temperature).isEqualTo(0.7);
        assertThat(project.topP).isEqualTo(0.9);
        assertThat(project.leaseMinutes).isEqualTo(45);
        assertThat(project.dailyMax).isEqualTo(200);
        assertThat(project.repeats()).isEqualTo(new Repeats(5, 14));
        assertThat(actions("settings-here")).contains("project.changed");
    }

    @Test
    @TestSecurity(user = "ada", roles = "admin")
    void aProjectSaysWhichKindsAreAskedAndOfHowManyPeople() {
        Forms.post("/projects", "/projects", Map.of("name", "Asked here"));
        String settings = "/p/asked-here/settings";
        Project project = project("asked-here");
        assertThat(askedWork.of(project.id).of(WorkKind.DEMONSTRATION)).isEqualTo(new WorkSetting(true, 1));
        assertThat(askedWork.of(project.id).of(WorkKind.CORRECTION)).isEqualTo(new WorkSetting(true, 1));
        assertThat(askedWork.of(project.id).of(WorkKind.COMPARISON)).isEqualTo(new WorkSetting(true, 2));
        assertThat(askedWork.of(project.id).of(WorkKind.RANKING)).isEqualTo(new WorkSetting(true, 2));
        Map<String, String> form = new java.util.HashMap<>(
                ProjectSettings.of(project, askedWork.of(project.id)).values());
        form.remove("rationaleRequired");
        form.remove("guidelineRequired");
        form.remove("asked-ranking");

        var refused = Forms.post(settings, settings, with(form, "judgments-correction", "21"));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.asString()).contains("id=\"judgments-correction-e\"", "1 to 20", "value=\"21\"");
        assertThat(askedWork.of(project.id)).isEqualTo(WorkSettings.byDefault());

        var fewer = Forms.post(settings, settings, with(form, "disputed-comparison", "1"));
        assertThat(fewer.statusCode()).isEqualTo(400);
        assertThat(fewer.asString()).contains("id=\"disputed-comparison-e\"", "from 2 to 20");

        var unknown = Forms.post(settings, settings, with(form, "order-ranking", "newest"));
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(unknown.asString()).contains("id=\"order-ranking-e\"", "Choose one of the orders");

        form.put("disputed-comparison", "5");
        form.put("order-comparison", "informative");
        assertThat(Forms.post(settings, settings, with(form, "judgments-correction", "20"))
                        .statusCode())
                .isEqualTo(303);
        assertThat(askedWork.of(project.id).of(WorkKind.RANKING)).isEqualTo(new WorkSetting(false, 2));
        assertThat(askedWork.of(project.id).of(WorkKind.CORRECTION)).isEqualTo(new WorkSetting(true, 20));
        assertThat(askedWork.of(project.id).of(WorkKind.COMPARISON))
                .isEqualTo(new WorkSetting(true, 2, 5).in(HandingOrder.INFORMATIVE));
        assertThat(given().get(settings).asString())
                .contains("name=\"asked-comparison\" value=\"on\" checked", "name=\"asked-ranking\" value=\"on\">")
                .containsOnlyOnce("value=\"informative\" selected");
        assertThat(actions("asked-here")).contains("project.changed");
    }

    @Test
    @TestSecurity(user = "ada", roles = "admin")
    void peopleAreAddedBeforeTheirFirstSignInAndRemoved() {
        Forms.post("/projects", "/projects", Map.of("name", "People here"));
        String people = "/p/people-here/people";

        assertThat(Forms.post(people, people, Map.of("username", " NewOne ")).statusCode())
                .isEqualTo(303);
        assertThat(Forms.post(people, people, Map.of("username", "newone")).statusCode())
                .isEqualTo(303);
        given().get(people)
                .then()
                .statusCode(200)
                .body(
                        containsString("newone"),
                        containsString("Not signed in yet"),
                        containsString("Remove newone from"));
        assertThat(Forms.post(people, people, Map.of("username", "two words")).asString())
                .contains("without blanks", "two words");

        assertThat(Forms.post(people, people + "/newone/remove", Map.of()).statusCode())
                .isEqualTo(303);
        assertThat(Forms.post(people, people + "/newone/remove", Map.of()).statusCode())
                .isEqualTo(303);
        assertThat(Forms.post(people, people + "/never-heard-of/remove", Map.of())
                        .statusCode())
                .isEqualTo(404);
        given().get(people).then().body(not(containsString("Remove newone from")));
        assertThat(actions("people-here")).contains("member.added", "member.removed");
    }

    @Test
    @TestSecurity(user = "stranger", roles = "labeler")
    void aStrangerLearnsNothingAndAMemberSeesNoAdminForms() {
        QuarkusTransaction.requiringNew().run(() -> {
            Instant now = Instant.now();
            creation.create(Project.named("not-yours", "Not yours", null, now), now);
            Project yours = Project.named("yours", "Yours", null, now);
            creation.create(yours, now);
            members.add(Member.of(yours.id, labelers.known("stranger", now).id, null, now));
        });

        for (String page :
                List.of("", "/tasks", "/guidelines", "/guidelines/comparison", "/guidelines/comparison/history")) {
            given().get("/p/not-yours" + page).then().statusCode(404);
            given().get("/p/yours" + page).then().statusCode(200).body(not(containsString("Import prompts")));
        }
        for (String page : List.of("/people", "/settings", "/imports", "/guidelines/comparison/edit")) {
            given().get("/p/yours" + page).then().statusCode(403);
        }
        given().get("/projects")
                .then()
                .statusCode(200)
                .body(
                        containsString("/p/yours"),
                        not(containsString("Not yours")),
                        not(containsString("Create project")));
    }

    @Test
    @TestSecurity(user = "fresh-face", roles = "labeler")
    void someoneInNoProjectIsToldWhatToDo() {
        given().get("/projects").then().statusCode(200).body(containsString("Yours is fresh-face"));
        given().get("/keys").then().statusCode(200).body(containsString("Submit, next task"));
    }

    @Test
    @TestSecurity(user = "ada", roles = "admin")
    void aLongListIsSearchedByAPartOfTheNameAndTurnedByPages() {
        QuarkusTransaction.requiringNew().run(() -> {
            for (int i = 1; i <= ProjectList.PAGE + 1; i++) {
                creation.create(
                        Project.named("zebra-" + i, "Zebra 100% number " + i, null, Instant.now()), Instant.now());
            }
        });

        String found = given().queryParam("q", "ZEBRA 100%").get("/projects").asString();
        assertThat(found).contains("1 to 50 of 51", "rel=\"next\"").doesNotContain("rel=\"prev\"");
        String second = given().queryParam("q", "zebra 100%")
                .queryParam("page", "2")
                .get("/projects")
                .asString();
        assertThat(second).contains("51 to 51 of 51", "rel=\"prev\"").doesNotContain("rel=\"next\"");
        assertThat(given().queryParam("q", "zebra 100_").get("/projects").asString())
                .as("no wildcards")
                .contains("No project matches");
        assertThat(given().queryParam("page", "-7").get("/projects").statusCode())
                .isEqualTo(200);
    }

    private Project project(String slug) {
        return QuarkusTransaction.requiringNew()
                .call(() -> projects.find("slug", slug).firstResult());
    }

    private List<String> actions(String slug) {
        return QuarkusTransaction.requiringNew()
                .call(() -> sql.list(
                        "select action from audit_entry where project_id = (select id from project where slug = ?)",
                        c -> c.text("action"),
                        slug));
    }

    private static Map<String, String> with(Map<String, String> form, String field, String value) {
        Map<String, String> changed = new java.util.HashMap<>(form);
        changed.put(field, value);
        return changed;
    }
}
