package hone.dataset;

import hone.audit.Audit;
import hone.comment.Comments;
import hone.conversation.DeletedText;
import hone.imports.DeletedDocuments;
import hone.imports.DeletedImported;
import hone.judgment.DeletedJudgments;
import hone.outbox.Outbox;
import hone.project.Project;
import hone.project.ProjectLock;
import hone.task.CloseDeletedWork;
import hone.web.Conflict;
import hone.web.Sql;
import hone.web.Uuid7;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Carries out a deletion request in one transaction: its judgments stop counting, so that the next dataset is without them; their
 * texts are removed from judgments, prompts, answers and the rows of datasets that contain them, and what was said about them is deleted; those datasets are marked, with
 * who and when, and are never published again. Numbers, ids and hashes stay: they tell what models were made of.
 */
@ApplicationScoped
public class DeletionRequests {
    private static final int LISTED_MAX = 200;

    private final Sql sql;
    private final ProjectLock projectLock;
    private final DeletedJudgments judgments;
    private final DeletedImported importedOnes;
    private final DeletedText texts;
    private final DeletedDocuments documents;
    private final CloseDeletedWork work;
    private final Comments comments;
    private final Outbox outbox;
    private final Audit audit;

    DeletionRequests(
            Sql sql,
            ProjectLock projectLock,
            DeletedJudgments judgments,
            DeletedImported importedOnes,
            DeletedText texts,
            DeletedDocuments documents,
            CloseDeletedWork work,
            Comments comments,
            Outbox outbox,
            Audit audit) {
        this.sql = sql;
        this.projectLock = projectLock;
        this.judgments = judgments;
        this.importedOnes = importedOnes;
        this.texts = texts;
        this.documents = documents;
        this.work = work;
        this.comments = comments;
        this.outbox = outbox;
        this.audit = audit;
    }

    /** What is to be deleted. */
    public enum About {
        JUDGMENT("judgment", "A judgment"),
        PROMPT("prompt", "A prompt with all answers and judgments about it"),
        PERSON("person", "All that a person gave in this project"),
        DOCUMENT("document", "A document to pre-train on");

        private final String word;
        private final String label;

        About(String word, String label) {
            this.word = word;
            this.label = label;
        }

        public String word() {
            return word;
        }

        public String label() {
            return label;
        }

        public static Optional<About> named(String word) {
            return Arrays.stream(values())
                    .filter(about -> about.word.equals(word))
                    .findFirst();
        }
    }

    /** A request that was carried out. */
    public record Deletion(
            About about,
            UUID subject,
            String reason,
            Optional<String> by,
            Instant at,
            long judgments,
            long prompts,
            long documents,
            List<String> datasets) {}

    /** A mark on a dataset: rows that were deleted after freezing. */
    public record Mark(About about, long rows, Optional<String> by, Instant at, String reason) {}

    /**
     * Deletes it.
     *
     * @throws Conflict when there is no such thing in the project, or nothing of it is left
     */
    @Transactional
    public Deletion delete(Project project, About about, UUID subject, String reason, UUID by, Instant now) {
        // Freezing ends before this, or begins after it.
        projectLock.hold(project.id);
        List<UUID> prompts = about == About.PROMPT ? texts.prompts(project.id, subject) : List.of();
        boolean ofJudgments = about != About.DOCUMENT;
        UUID[] given = ofJudgments ? judgments.about(project.id, about.word(), subject) : new UUID[0];
        UUID[] imported = ofJudgments ? importedOnes.about(project.id, about.word(), subject) : new UUID[0];
        UUID[] gone = ofJudgments ? new UUID[0] : documents.about(project.id, subject);
        UUID[] assignments = judgments.assignments(given);
        int said = ofJudgments
                ? comments.forget(project.id, about.word(), subject, assignments)
                        + work.forgetExplanations(project.id, about.word(), subject, given)
                : 0;
        if (given.length + imported.length + gone.length + said == 0 && prompts.isEmpty()) {
            throw new Conflict("Nothing was deleted: this project has no such " + about.word()
                    + " with anything that is not deleted yet.");
        }
        UUID id = Uuid7.next();
        sql.run(
                """
                insert into deletion (id, project_id, about, subject, reason, asked_by, asked_at, judgments, prompts, documents)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                id,
                project.id,
                about.word(),
                subject,
                reason,
                by,
                now,
                given.length + imported.length,
                prompts.size(),
                gone.length);
        mark(id, given, imported, prompts.toArray(UUID[]::new), gone);
        outbox.forget(given, prompts);
        judgments.delete(project.id, given, prompts.toArray(UUID[]::new), now);
        importedOnes.delete(imported, now);
        work.forget(assignments, prompts);
        texts.delete(prompts, given, now);
        documents.delete(gone, now);
        audit.note(
                Optional.of(by),
                Optional.of(project.id),
                "data.deleted",
                subject.toString(),
                Map.of(
                        "about",
                        about.word(),
                        "judgments",
                        given.length + imported.length,
                        "prompts",
                        prompts.size(),
                        "documents",
                        gone.length),
                now);
        return list(project.id).getFirst();
    }

    /**
     * The rows lose their text first, because their datasets are those that get the mark. The words of their segments are gathered
     * anew in the background: there may be millions, and whoever asked need not wait for that.
     */
    private void mark(UUID deletion, UUID[] given, UUID[] imported, UUID[] prompts, UUID[] documents) {
        sql.run("""
                with gone as (
                  update dataset_member set row = ''
                  where row <> '' and (judgment_id = any(?) or prompt_id = any(?) or imported_id = any(?) or document_id = any(?))
                  returning dataset_id, position),
                stale as (
                  update dataset_segment s set stale = true from gone g
                  where g.dataset_id = s.dataset_id and g.position >= s.first and g.position < s.until and not s.stale),
                counted as (select dataset_id, count(*) as rows from gone group by dataset_id),
                marked as (update dataset d set deleted_rows = d.deleted_rows + c.rows from counted c where c.dataset_id = d.id)
                insert into dataset_deletion (dataset_id, deletion_id, rows) select dataset_id, ?, rows from counted""", given, prompts, imported, documents, deletion);
    }

    public List<Deletion> list(UUID project) {
        return sql.list(
                """
                select d.about, d.subject, d.reason, l.display_name, d.asked_at, d.judgments, d.prompts, d.documents,
                       array(select s.number::text from dataset_deletion x join dataset s on s.id = x.dataset_id
                             where x.deletion_id = d.id order by s.number) as datasets
                from deletion d left join labeler l on l.id = d.asked_by
                where d.project_id = ? order by d.id desc limit %d""".formatted(LISTED_MAX),
                c -> new Deletion(
                        About.named(c.text("about")).orElseThrow(),
                        c.id("subject"),
                        c.text("reason"),
                        c.maybeText("display_name"),
                        c.time("asked_at"),
                        c.number("judgments"),
                        c.number("prompts"),
                        c.number("documents"),
                        c.texts("datasets")),
                project);
    }

    /** What has been deleted from a dataset. */
    public List<Mark> of(UUID dataset) {
        return sql.list(
                """
                select d.about, x.rows, l.display_name, d.asked_at, d.reason from dataset_deletion x
                join deletion d on d.id = x.deletion_id left join labeler l on l.id = d.asked_by
                where x.dataset_id = ? order by d.id desc limit %d""".formatted(LISTED_MAX),
                c -> new Mark(
                        About.named(c.text("about")).orElseThrow(),
                        c.number("rows"),
                        c.maybeText("display_name"),
                        c.time("asked_at"),
                        c.text("reason")),
                dataset);
    }
}
