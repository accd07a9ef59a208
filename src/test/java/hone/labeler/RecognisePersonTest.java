package hone.labeler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hone.CircleRows;
import hone.Forms;
import hone.Servers;
import hone.project.Project;
import hone.web.Conflict;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who is who when names change hands. */
@QuarkusTest
@WithTestResource(Servers.class)
class RecognisePersonTest {
    private static final String PROVIDER = "https://id.example.org/realms/hone";

    @Inject
    RecognisePerson people;

    @Inject
    CircleRows rows;

    @Inject
    Sql sql;

    @Test
    void whoeverWasAddedByNameIsFoundAtTheirFirstSignIn() {
        Project project = rows.project();
        String name = fresh("added");
        UUID waiting = rows.labeler(name, project);

        UUID first = signsIn(name, "subject-" + name);

        assertThat(first).isEqualTo(waiting);
        assertThat(signsIn(name, "subject-" + name)).as("and every time after").isEqualTo(waiting);
        assertThat(projectsOf(first)).containsExactly(project.id);
    }

    @Test
    void aNameThatWasGivenToSomebodyElseInheritsNothing() {
        String name = fresh("maria");
        UUID before = rows.labeler(name, rows.project());
        signsIn(name, "the-old-" + name);

        assertThatThrownBy(() -> signsIn(name, "the-new-" + name))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining(name)
                .hasMessageContaining("admin");
        assertThat(signsIn(name, "the-old-" + name)).isEqualTo(before);
        assertThat(sql.number("select count(*) from labeler where username = ? and name_refused_at is not null", name))
                .as("an admin is told")
                .isEqualTo(1);
    }

    @Test
    @TestSecurity(user = "ada", roles = "admin")
    void anAdminFreesTheNameAndWhoeverComesNextBeginsAnew() {
        Project project = rows.project();
        String name = fresh("paula");
        UUID before = rows.labeler(name, project);
        signsIn(name, "the-old-" + name);
        assertThatThrownBy(() -> signsIn(name, "the-new-" + name)).isInstanceOf(Conflict.class);
        String page = "/p/" + project.slug + "/people";

        assertThat(RestAssured.get(page).asString()).contains("Somebody else is trying to sign in as " + name);
        assertThat(Forms.post(page, page + "/" + name + "/free", Map.of()).statusCode())
                .isEqualTo(303);

        UUID after = signsIn(name, "the-new-" + name);
        assertThat(after).isNotEqualTo(before);
        assertThat(projectsOf(after)).isEmpty();
        assertThat(projectsOf(before)).containsExactly(project.id);
        assertThat(signsIn(name, "the-old-" + name))
                .as("the old one, should they come back under it")
                .isEqualTo(before);
        assertThat(RestAssured.get(page).asString())
                .doesNotContain("Somebody else is trying to sign in as " + name + ".");
    }

    @Test
    void whoeverIsRenamedKeepsTheirWorkAndGetsWhatWaitsUnderTheNewName() {
        Project old = rows.project();
        String name = fresh("nora");
        UUID person = rows.labeler(name, old);
        signsIn(name, "subject-" + name);
        Project added = rows.project();
        String married = fresh("nora-new");
        rows.labeler(married, added);

        assertThat(signsIn(married, "subject-" + name)).isEqualTo(person);

        assertThat(projectsOf(person)).containsExactlyInAnyOrder(old.id, added.id);
        assertThat(sql.first("select username from labeler where id = ?", c -> c.text("username"), person))
                .contains(married);
    }

    @Test
    void twoPeopleWhoExchangeNamesKeepTheirOwnWork() {
        String name = fresh("tick");
        String other = fresh("tock");
        UUID one = signsIn(name, "subject-" + name);
        UUID two = signsIn(other, "subject-" + other);

        assertThat(signsIn(other, "subject-" + name)).isEqualTo(one);
        assertThat(signsIn(name, "subject-" + other)).isEqualTo(two);

        assertThat(sql.first("select username from labeler where id = ?", c -> c.text("username"), one))
                .contains(other);
        assertThat(sql.first("select username from labeler where id = ?", c -> c.text("username"), two))
                .contains(name);
    }

    @Test
    void rowsFromBeforeTheIssuerWasKeptAreBoundOnceAtTheNextSignIn() {
        String name = fresh("early");
        UUID person = rows.labeler(name);
        sql.run("update labeler set subject = ? where id = ?", "subject-" + name, person);

        assertThat(signsIn(name, "subject-" + name)).isEqualTo(person);

        assertThat(sql.first("select issuer from labeler where id = ?", c -> c.text("issuer"), person))
                .contains(PROVIDER);
    }

    @Test
    void theSameSubjectAtAnotherProviderUnderAnotherNameIsAnotherPerson() {
        String name = fresh("twin");
        UUID one = signsIn(name, "subject-" + name);
        String elsewhere = fresh("twin-elsewhere");

        UUID other = at("https://other.example.org", elsewhere, "subject-" + name);

        assertThat(other).isNotEqualTo(one);
        assertThat(at("https://moved.example.org/realms/hone", name, "subject-" + name))
                .as("the provider has only moved")
                .isEqualTo(one);
    }

    private UUID signsIn(String username, String subject) {
        return at(PROVIDER, username, subject);
    }

    private UUID at(String issuer, String username, String subject) {
        return people.recognise(
                        new RecognisePerson.SignIn(
                                username, Optional.of(new Subject(issuer, subject)), Optional.empty(), false),
                        Instant.now())
                .id;
    }

    private List<UUID> projectsOf(UUID person) {
        return QuarkusTransaction.requiringNew()
                .call(() -> sql.list(
                        "select project_id from member where labeler_id = ?", c -> c.id("project_id"), person));
    }

    private static String fresh(String name) {
        return name + UUID.randomUUID().toString().substring(0, 8);
    }
}
