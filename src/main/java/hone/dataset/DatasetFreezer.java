package hone.dataset;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import hone.audit.Audit;
import hone.contract.DatasetRecord;
import hone.contract.DatasetRecord.Manifest;
import hone.contract.GuidelineRef;
import hone.contract.Message;
import hone.contract.Split;
import hone.contract.Wire;
import hone.dataset.TrainingRows.Draft;
import hone.dataset.TrainingRows.Yield;
import hone.judgment.Counting;
import hone.judgment.Verdict;
import hone.project.Project;
import hone.project.ProjectLock;
import hone.web.Conflict;
import hone.web.Sql;
import hone.web.Uuid7;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes a dataset with its members and hash in one transaction: from then on it exists and cannot change. */
@ApplicationScoped
public class DatasetFreezer {
    private static final int PAGE = 500;
    private static final ObjectMapper JSON = Wire.mapper();

    private final Sql sql;
    private final ProjectLock projectLock;
    private final FreshJudgments fresh;
    private final Dataset.Repo datasets;
    private final Audit audit;

    DatasetFreezer(Sql sql, ProjectLock projectLock, FreshJudgments fresh, Dataset.Repo datasets, Audit audit) {
        this.sql = sql;
        this.projectLock = projectLock;
        this.fresh = fresh;
        this.datasets = datasets;
        this.audit = audit;
    }

    /**
     * @param by empty: Hone itself, for a scheduled round
     * @throws Conflict when nothing new was accepted, or nothing of it gives a row
     */
    @Transactional
    public Dataset freeze(Project project, Optional<UUID> by, Instant now) {
        // Two at once: the second waits here, then finds nothing new.
        projectLock.hold(project.id);
        FreshJudgments.Count count = fresh.of(project.id);
        if (count.none()) {
            throw new Conflict("Nothing was frozen. " + count.whyNot());
        }
        int number = projectLock.next(Dataset.class, project.id);
        UUID id = Uuid7.next();
        sql.run("""
                insert into dataset (id, project_id, number, sha256, rows, held_out_percent, manifest, created_by, created_at)
                values (?, ?, ?, '', 0, ?, '{}', ?, ?)""", id, project.id, number, project.heldOutPercent, by.orElse(null), now);
        // One statement, one snapshot: what is accepted meanwhile belongs to the next dataset. The share lock makes an
        // undo
        // wait for this freezing, or this for the undo, so that a withdrawn judgment is never frozen.
        sql.run("""
                insert into dataset_judgment (dataset_id, judgment_id, guideline_version_id)
                select ?, j.id, a.guideline_version_id from judgment j join assignment a on a.id = j.assignment_id
                where j.project_id = ? and %s
                for share of j""".formatted(Counting.COUNTS), id, project.id);
        sql.run("""
                insert into dataset_labeler (dataset_id, labeler_id, frozen_at, judgments)
                select d.dataset_id, j.labeler_id, ?, count(*)
                from dataset_judgment d join judgment j on j.id = d.judgment_id
                where d.dataset_id = ? group by d.dataset_id, j.labeler_id""", now, id);
        PromptSplit split = PromptSplit.of(promptsWithRows(id), project.heldOutPercent);
        Tally tally = writeMembers(id, split);
        if (tally.hash.rows() == 0) {
            throw new Conflict(noRow(tally.ties, tally.bothBad) + " Nothing was frozen.");
        }
        writePrompts(project, id, split, tally);
        Manifest manifest = tally.manifest(id, guidelines(id), now);
        sql.run(
                "update dataset set sha256 = ?, rows = ?, manifest = cast(? as jsonb) where id = ?",
                manifest.sha256(),
                manifest.rows(),
                Wire.write(manifest),
                id);
        audit.note(
                by,
                Optional.of(project.id),
                "dataset.frozen",
                id.toString(),
                Map.of("number", number, "rows", manifest.rows(), "sha256", manifest.sha256()),
                now);
        return datasets.findById(id);
    }

    /** Why these judgments make no dataset. */
    public static String noRow(long ties, long bothBad) {
        return "All " + (ties + bothBad) + " accepted judgments are ties or “both bad” (" + ties + " and " + bothBad
                + "): none gives a row to train on. Go on judging, then freeze.";
    }

    private List<UUID> promptsWithRows(UUID dataset) {
        return sql.list("""
                select distinct j.prompt_id from dataset_judgment d join judgment j on j.id = d.judgment_id
                where d.dataset_id = ? and j.verdict ->> 'kind' not in ('tie', 'both-bad', 'not-rankable')""", c -> c.id("prompt_id"), dataset);
    }

    /** Page by page, in order of judgment: a million of them must not lie in memory at once. */
    private Tally writeMembers(UUID dataset, PromptSplit split) {
        Tally tally = new Tally();
        UUID after = new UUID(0, 0);
        while (true) {
            List<Read> page = sql.list("""
                    select j.id, j.prompt_id, j.labeler_id, j.simulated, j.verdict, p.messages
                    from dataset_judgment d join judgment j on j.id = d.judgment_id join prompt p on p.id = j.prompt_id
                    where d.dataset_id = ? and d.judgment_id > ? order by d.judgment_id limit %d""".formatted(PAGE), Read::of, dataset, after);
            if (page.isEmpty()) {
                return tally;
            }
            Map<UUID, String> answers = answers(page);
            List<@Nullable Object[]> members = new ArrayList<>();
            for (Read read : page) {
                TrainingRows.Judged judged =
                        new TrainingRows.Judged(read.id(), read.promptId(), read.prompt(), read.verdict(), answers);
                switch (TrainingRows.of(judged)) {
                    case Yield.Tie tie -> tally.ties++;
                    case Yield.BothBad bad -> tally.bothBad++;
                    case Yield.Rows rows -> {
                        for (Draft draft : rows.rows()) {
                            members.add(member(dataset, judged, draft, split.of(read.promptId()), tally));
                        }
                        tally.labelers.merge(read.labelerId().toString(), 1L, Long::sum);
                        tally.simulated += read.simulated() ? 1 : 0;
                    }
                }
            }
            insert(members);
            after = page.getLast().id();
        }
    }

    /**
     * Every prompt of the project once more by itself: what PPO answers, judged or not. Prompts that nobody judged are put on a
     * side by the hash alone, so that the smallest datasets still hold out judged ones.
     */
    private void writePrompts(Project project, UUID dataset, PromptSplit split, Tally tally) {
        UUID after = new UUID(0, 0);
        while (true) {
            List<PromptRow> page = sql.list(
                    "select id, messages from prompt where project_id = ? and id > ? order by id limit " + PAGE,
                    PromptRow::of,
                    project.id,
                    after);
            if (page.isEmpty()) {
                return;
            }
            List<@Nullable Object[]> members = new ArrayList<>();
            for (PromptRow prompt : page) {
                Split side = tally.judgedPrompts.contains(prompt.id())
                        ? split.of(prompt.id())
                        : PromptSplit.byHash(prompt.id(), project.heldOutPercent);
                DatasetRecord.Row row = new DatasetRecord.PromptOnly(
                        tally.hash.rows(), side, prompt.id().toString(), prompt.messages());
                members.add(tally.member(dataset, row, null, prompt.id(), 1, null));
            }
            insert(members);
            after = page.getLast().id();
        }
    }

    private void insert(List<@Nullable Object[]> members) {
        sql.runAll("""
                insert into dataset_member (dataset_id, position, judgment_id, prompt_id, kind, split, weight, margin, row)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)""", members);
    }

    private static @Nullable Object[] member(
            UUID dataset, TrainingRows.Judged judged, Draft draft, Split split, Tally tally) {
        DatasetRecord.Row row = draft.at(tally.hash.rows(), split, judged);
        return tally.member(dataset, row, judged.id(), judged.promptId(), draft.weight(), draft.margin());
    }

    private Map<UUID, String> answers(List<Read> page) {
        UUID[] named = page.stream()
                .flatMap(read -> read.verdict().inRows().stream())
                .distinct()
                .toArray(UUID[]::new);
        Map<UUID, String> texts = new HashMap<>();
        sql.list("select id, text from answer where id = any(?)", c -> texts.put(c.id("id"), c.text("text")), (Object)
                named);
        return texts;
    }

    private List<GuidelineRef> guidelines(UUID dataset) {
        return sql.list(
                """
                select distinct g.id, g.kind, v.number from dataset_judgment d
                join guideline_version v on v.id = d.guideline_version_id join guideline g on g.id = v.guideline_id
                where d.dataset_id = ? order by g.kind, v.number""", c -> new GuidelineRef(c.id("id").toString(), c.text("kind"), (int) c.number("number")), dataset);
    }

    private record Read(
            UUID id, UUID promptId, UUID labelerId, boolean simulated, Verdict verdict, List<Message> prompt) {
        static Read of(Sql.Cells c) throws java.sql.SQLException {
            try {
                return new Read(
                        c.id("id"),
                        c.id("prompt_id"),
                        c.id("labeler_id"),
                        c.flag("simulated"),
                        JSON.readValue(c.text("verdict"), Verdict.class),
                        conversation(c.text("messages"), c.id("prompt_id")));
            } catch (IOException e) {
                throw new UncheckedIOException("judgment " + c.id("id") + " can't be read", e);
            }
        }
    }

    private record PromptRow(UUID id, List<Message> messages) {
        static PromptRow of(Sql.Cells c) throws java.sql.SQLException {
            return new PromptRow(c.id("id"), conversation(c.text("messages"), c.id("id")));
        }
    }

    private static List<Message> conversation(String json, UUID prompt) {
        try {
            return JSON.readValue(json, new TypeReference<List<Message>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException("prompt " + prompt + " can't be read", e);
        }
    }
}
