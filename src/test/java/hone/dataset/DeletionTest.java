package hone.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hone.CircleRows;
import hone.Servers;
import hone.contract.Message;
import hone.contract.Wire;
import hone.dataset.DeletionRequests.About;
import hone.judgment.Degree;
import hone.outbox.Happened;
import hone.project.Project;
import hone.web.Conflict;
import hone.web.Sql;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
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

    @Inject
    Told told;

    /** What other systems are told, as the observers of the app see it. */
    @ApplicationScoped
    static class Told {
        private final List<Happened> all = new CopyOnWriteArrayList<>();

        void hear(@Observes Happened happened) {
            all.add(happened);
        }

        void clear() {
            all.clear();
        }

        List<Happened> ofProject(UUID project) {
            return all.stream().filter(one -> one.project().equals(project)).toList();
        }
    }

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

    /** What waits for a reviewer was told to nobody, so nobody has to be told that it is gone. */
    @Test
    void onlyWhatWasAcceptedIsToldToBeGone() {
        UUID waiting = rows.demonstrated(project, lena, rows.prompt(project, "And where is he?"), "In Elmstreet too.");
        sql.run("update judgment set accepted_at = null where id = ?", waiting);
        told.clear();

        deletions.delete(project, About.PERSON, lena, "She asked by letter.", ada, Instant.now());

        assertThat(sql.list(
                        "select subject from outbox where topic = 'judgments' and type like '%withdrawn' and subject in (?, ?)",
                        c -> c.text("subject"), written.toString(), waiting.toString()))
                .containsExactly(written.toString());
        assertThat(told.ofProject(project.id)).as("by webhooks").singleElement().satisfies(one -> {
            assertThat(one.type()).isEqualTo("judgment.withdrawn");
            assertThat(one.data().get("judgmentId")).isEqualTo(written);
        });
        assertThat(sql.number(
                        "select count(*) from judgment where id in (?, ?) and withdrawn_at is not null and verdict::text not like '%Elmstreet%'",
                        written, waiting))
                .isEqualTo(2);
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

    /** Whatever is added later: no column of any table may hold the words. */
    @Test
    void noTableHoldsTheWordsOfADeletedPromptAnyMore() {
        String word = "Elmgrove" + UUID.randomUUID().toString().replace("-", "");
        UUID prompt = rows.prompt(project, "Who lives in " + word + "?");
        rows.preferred(project, ada, prompt, "She lives in " + word + ".", "Nobody of " + word + ".", Degree.MUCH);
        UUID other = rows.prompt(project, "Who is in the story?");
        UUID run = sampled(word, prompt, other);
        saidWrongly(word, prompt);
        freeze();
        assertThat(columnsThatHold(word))
                .contains("prompt.messages", "run.recipe", "run_event.body", "talk_turn.said", "talk_feedback.reason");

        deletions.delete(project, About.PROMPT, prompt, "A private address.", ada, Instant.now());

        assertThat(columnsThatHold(word)).isEmpty();
        assertThat(sql.first(
                        "select recipe -> 'prompts' -> 1 ->> 'promptId' as id, recipe::text as recipe from run where id = ?",
                        c -> c.text("id") + c.text("recipe"),
                        run))
                .hasValueSatisfying(
                        kept -> assertThat(kept).startsWith(other.toString()).contains("Who is in the story?"));
        assertThat(sql.first("select body::text as body from run_event where run_id = ?", c -> c.text("body"), run))
                .hasValueSatisfying(kept -> assertThat(kept).contains("A fox.", prompt.toString()));
    }

    private UUID sampled(String word, UUID prompt, UUID other) {
        UUID run = rows.run(project, rows.base(project), rows.frozen(project), "succeeded");
        sql.run(
                "update run set kind = 'generate', recipe = cast(? as jsonb) where id = ?",
                Wire.write(Map.of(
                        "kind",
                        "generate",
                        "prompts",
                        List.of(asked(prompt, "Who lives in " + word + "?"), asked(other, "Who is in the story?")))),
                run);
        sql.run(
                "insert into run_event (run_id, sequence, kind, at, body) values (?, 1, 'run.answers', now(), cast(? as jsonb))",
                run,
                Wire.write(Map.of(
                        "answers",
                        List.of(
                                Map.of("promptId", prompt, "prompt", word, "text", "In " + word + "."),
                                Map.of("promptId", other, "prompt", "Who?", "text", "A fox.")))));
        return run;
    }

    private void saidWrongly(String word, UUID prompt) {
        UUID talk = UUID.randomUUID();
        UUID task = rows.task(project, prompt, "correction", List.of());
        sql.run(
                "insert into talk (id, project_id, labeler_id, started_at) values (?, ?, ?, now())",
                talk,
                project.id,
                lena);
        sql.run("""
                insert into talk_turn (talk_id, number, asked, said, state, model_version_id, seed, temperature, top_p, asked_at, said_at)
                select ?, 1, ?, ?, 'ended', id, 1, 1, 1, now(), now() from model_version limit 1""", talk, word, word);
        sql.run("""
                insert into talk_feedback (talk_id, number, thumb, reason, given_by, given_at) values (?, 1, 'down', ?, ?, now())""", talk, word, lena);
        sql.run("update task set origin = 'feedback', origin_id = ? where id = ?", talk + "/1", task);
    }

    private static Map<String, Object> asked(UUID prompt, String text) {
        return Map.of("promptId", prompt, "messages", List.of(Message.user(text)));
    }

    private List<String> columnsThatHold(String word) {
        return sql.list("""
                        select c.table_name || '.' || c.column_name as name, c.table_name, c.column_name
                        from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
                        where c.table_schema = current_schema() and t.table_type = 'BASE TABLE'
                          and c.data_type in ('text', 'jsonb', 'json', 'ARRAY', 'character varying')
                        order by 1""", c -> List.of(c.text("name"), c.text("table_name"), c.text("column_name"))).stream()
                .filter(column -> sql.number(
                                "select count(*) from (select 1 from \"%s\" where \"%s\"::text like ? limit 1) found"
                                        .formatted(column.get(1), column.get(2)),
                                "%" + word + "%")
                        > 0)
                .map(column -> column.get(0))
                .toList();
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

    /** Ada has said why one answer is better than what Lena wrote. */
    @Test
    void whyAnAnswerIsRightGoesWithItsPromptWithWhatItQuotesAndWithWhoeverWroteIt() {
        UUID byLena = rows.answer(secret, "Persephone lives in Elmstreet.");
        sql.run("update answer set source = 'labeler', judgment_id = ? where id = ?", written, byLena);
        for (Map.Entry<About, UUID> asked : List.of(
                Map.entry(About.JUDGMENT, written), Map.entry(About.PERSON, ada), Map.entry(About.PROMPT, secret))) {
            sql.run("delete from gold where project_id = ?", project.id);
            UUID prompt = asked.getKey() == About.JUDGMENT ? rows.prompt(project, "Which one?") : secret;
            explained(prompt, byLena);
            UUID kept = rows.prompt(
                    project, "And of these, before " + asked.getKey().word() + "?");
            explained(kept, rows.answer(kept, "Kind."));
            sql.run("""
                    update gold set explained_by = ? where task_id in (select id from task where prompt_id = ?)""", lena, kept);
            assertThat(explanations()).isEqualTo(2);

            deletions.delete(project, asked.getKey(), asked.getValue(), "A private address.", ada, Instant.now());

            assertThat(explanations()).as(asked.getKey().word()).isEqualTo(1);
        }
    }

    private void explained(UUID prompt, UUID chosen) {
        UUID source = rows.task(project, prompt, "comparison", List.of(chosen, rows.answer(prompt, "No.")));
        UUID gold = rows.task(project, prompt, "comparison", List.of(chosen, rows.answer(prompt, "No.")));
        sql.run("""
                insert into gold (task_id, source_id, project_id, kind, chosen, set_by, set_at, explanation, explained_by)
                values (?, ?, ?, 'comparison', ?, ?, now(), 'Because it says Elmstreet.', ?)""", gold, source, project.id, chosen, ada, ada);
    }

    private long explanations() {
        return sql.number(
                "select count(*) from gold where project_id = ? and explanation like '%Elmstreet%'", project.id);
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
