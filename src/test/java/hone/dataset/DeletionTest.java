package hone.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hone.CircleRows;
import hone.Servers;
import hone.dataset.DeletionRequests.About;
import hone.judgment.Degree;
import hone.project.Project;
import hone.web.Conflict;
import hone.web.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who wants what they wrote to be gone gets it: nothing of the words is left, and whoever trained on them can tell. */
@QuarkusTest
@WithTestResource(Servers.class)
class DeletionTest {
    @Inject
    CircleRows rows;

    @Inject
    DatasetFreezer freezer;

    @Inject
    DatasetPublisher publisher;

    @Inject
    DeletionRequests deletions;

    @Inject
    Sql sql;

    private Project project = new Project();
    private UUID lena = new UUID(0, 0);
    private UUID ada = new UUID(0, 0);
    private UUID secret = new UUID(0, 0);
    private UUID written = new UUID(0, 0);

    @BeforeEach
    void whatLenaWrote() {
        project = rows.project();
        lena = rows.labeler("lena", project);
        ada = rows.labeler("ada", project);
        secret = rows.prompt(project, "Where does Persephone live?");
        written = rows.demonstrated(project, lena, secret, "Persephone lives in Elmstreet.");
        rows.preferred(project, ada, secret, "In Elmstreet.", "I do not say.", Degree.MUCH);
        rows.demonstrated(project, ada, rows.prompt(project, "A story?"), "Once.");
    }

    @Test
    void aJudgmentIsGoneFromTheNextDatasetAndTheOldOneIsMarked() {
        Dataset old = freeze();

        deletions.delete(project, About.JUDGMENT, written, "She asked by letter.", ada, Instant.now());

        assertThat(rowsThatSay("Persephone lives")).isZero();
        assertThat(sql.number(
                        "select count(*) from judgment where verdict::text like '%Elmstreet%' and id = ?", written))
                .isZero();
        assertThat(deletions.of(old.id)).singleElement().satisfies(mark -> {
            assertThat(mark.rows()).isEqualTo(1);
            assertThat(mark.by()).contains("ada");
            assertThat(mark.reason()).isEqualTo("She asked by letter.");
        });
        assertThat(sql.number(
                        "select count(*) from outbox where subject = ? and type like '%withdrawn'", written.toString()))
                .isEqualTo(1);
        rows.demonstrated(project, ada, rows.prompt(project, "One more?"), "One more.");
        Dataset next = freeze();
        assertThat(sql.number(
                        "select count(*) from dataset_member where dataset_id = ? and judgment_id = ?",
                        next.id,
                        written))
                .isZero();
        assertThat(next.deletedRows).isZero();
        assertThat(deletions.of(next.id)).isEmpty();
    }

    @Test
    void aPromptGoesWithEverythingAboutIt() {
        Dataset old = freeze();

        DeletionRequests.Deletion done =
                deletions.delete(project, About.PROMPT, secret, "A private address.", ada, Instant.now());

        assertThat(done.judgments()).isEqualTo(2);
        assertThat(done.prompts()).isEqualTo(1);
        assertThat(done.datasets()).containsExactly("1");
        assertThat(rowsThatSay("Elmstreet")).isZero();
        assertThat(rowsThatSay("Persephone")).isZero();
        assertThat(sql.number(
                        "select count(*) from answer where prompt_id = ? and text <> 'Deleted on request.'", secret))
                .isZero();
        assertThat(sql.number(
                        "select count(*) from slot s join task t on t.id = s.task_id where t.prompt_id = ? and s.state = 'free'",
                        secret))
                .isZero();
        assertThat(sql.number("select deleted_rows from dataset where id = ?", old.id))
                .isEqualTo(3);
    }

    @Test
    void nothingOfItStaysInTheOutboxSentOrNot() {
        said("judgments", written, secret, "She lives in Elmstreet.", "now()");
        said("judgments", written, secret, "She lives in Elmstreet still.", "null");
        said("runs", UUID.randomUUID(), UUID.randomUUID(), secret + ": who lives in Elmstreet?", "now()");
        UUID other = UUID.randomUUID();
        said("judgments", other, other, "Once.", "now()");

        deletions.delete(project, About.PROMPT, secret, "A private address.", ada, Instant.now());

        assertThat(sql.number("select count(*) from outbox where payload like '%Elmstreet%'"))
                .isZero();
        assertThat(sql.number("select count(*) from outbox where subject = ?", other.toString()))
                .isEqualTo(1);
        assertThat(sql.number(
                        "select count(*) from outbox where subject = ? and type like '%withdrawn'", written.toString()))
                .isEqualTo(1);
    }

    private void said(String topic, UUID subject, UUID key, String payload, String sentAt) {
        sql.run("""
                insert into outbox (id, topic, key, type, subject, payload, created_at, sent_at)
                values (?, ?, ?, 'hone.test', ?, ?, now(), %s)""".formatted(sentAt), UUID.randomUUID(), topic, key.toString(), subject.toString(), payload);
    }

    @Test
    void aPersonsJudgmentsGoAndThoseOfOthersStay() {
        freeze();

        deletions.delete(project, About.PERSON, lena, "Left the team.", ada, Instant.now());

        assertThat(sql.number(
                        "select count(*) from judgment where labeler_id = ? and project_id = ? and withdrawn_at is null",
                        lena,
                        project.id))
                .isZero();
        assertThat(sql.number(
                        "select count(*) from judgment where labeler_id = ? and project_id = ? and withdrawn_at is null",
                        ada,
                        project.id))
                .isEqualTo(2);
        assertThatThrownBy(() -> deletions.delete(project, About.PERSON, lena, "Again.", ada, Instant.now()))
                .isInstanceOf(Conflict.class);
    }

    @Test
    void nothingIsTrainedOnADatasetThatLostRows() {
        Dataset old = freeze();
        deletions.delete(project, About.JUDGMENT, written, "She asked.", ada, Instant.now());

        assertThatThrownBy(() -> publisher.publish(old.id))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("Dataset 1 holds 1 rows that were deleted on request since");
    }

    @Test
    void whatIsOfAnotherProjectIsNotDeleted() {
        Project other = rows.project();

        for (About about : List.of(About.JUDGMENT, About.PROMPT, About.PERSON)) {
            UUID subject = about == About.JUDGMENT ? written : about == About.PROMPT ? secret : lena;
            assertThatThrownBy(() -> deletions.delete(other, about, subject, "Mistaken.", ada, Instant.now()))
                    .isInstanceOf(Conflict.class);
        }

        assertThat(sql.number(
                        "select count(*) from judgment where project_id = ? and withdrawn_at is null", project.id))
                .isEqualTo(3);
    }

    private Dataset freeze() {
        return freezer.freeze(project, Optional.empty(), Instant.now());
    }

    private long rowsThatSay(String words) {
        return sql.number(
                """
                select (select count(*) from dataset_member m join dataset d on d.id = m.dataset_id where d.project_id = ? and m.row like ?)
                     + (select count(*) from prompt where project_id = ? and messages::text like ?)
                     + (select count(*) from answer a join prompt p on p.id = a.prompt_id where p.project_id = ? and a.text like ?)""", project.id, "%" + words + "%", project.id, "%" + words + "%", project.id, "%" + words + "%");
    }
}
