package hone.dataset;

import hone.audit.Audit;
import hone.contract.DatasetRecord.Manifest;
import hone.contract.GuidelineRef;
import hone.contract.Wire;
import hone.dataset.ChosenJudgments.Read;
import hone.outbox.Happened;
import hone.outbox.Outbox;
import hone.project.Project;
import hone.project.ProjectLock;
import hone.web.Conflict;
import hone.web.Sql;
import hone.web.SqlSnapshots;
import hone.web.Uuid7;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes a dataset with its members and hash in one transaction: from then on it exists and cannot change. Whatever its size, only a
 * few hundred judgments of it are in memory: while rows are made of some, the texts of the next are read on a second connection and
 * the rows of those before are written.
 */
@ApplicationScoped
public class DatasetFreezer {
    /** Judgments whose texts are in memory at a time, and are written at a time. */
    private static final int PART = 500;

    /** Parts that are read or made while the one before is written. */
    private static final int PARTS_AHEAD = 3;

    private final Sql sql;
    private final SqlSnapshots snapshots;
    private final ProjectLock projectLock;
    private final FreshJudgments fresh;
    private final ChosenJudgments judgments;
    private final ChosenDocuments documents;
    private final Dataset.Repo datasets;
    private final SendWhileFreezing sending;
    private final Audit audit;
    private final Outbox outbox;

    DatasetFreezer(
            Sql sql,
            SqlSnapshots snapshots,
            ProjectLock projectLock,
            FreshJudgments fresh,
            ChosenJudgments judgments,
            ChosenDocuments documents,
            Dataset.Repo datasets,
            SendWhileFreezing sending,
            Audit audit,
            Outbox outbox) {
        this.sql = sql;
        this.snapshots = snapshots;
        this.projectLock = projectLock;
        this.fresh = fresh;
        this.judgments = judgments;
        this.documents = documents;
        this.datasets = datasets;
        this.sending = sending;
        this.audit = audit;
        this.outbox = outbox;
    }

    /**
     * @param by empty: Hone itself, for a scheduled round
     * @throws Conflict if nothing new was accepted, or none of it gives a row
     */
    @Transactional
    public Dataset freeze(Project project, Optional<UUID> by, Instant now) {
        return freeze(project, Definition.everything(), by, now);
    }

    /** The same for the judgments that a definition chooses; what they are about was committed before. */
    @Transactional
    public Dataset freeze(Project project, Definition chosen, Optional<UUID> by, Instant now) {
        // If two freeze at once, the second waits here and then finds nothing new.
        projectLock.hold(project.id);
        FreshJudgments.Count count = fresh.of(project.id, chosen);
        if (count.none()) {
            throw new Conflict("Nothing was frozen. " + count.whyNot());
        }
        int number = projectLock.next(Dataset.class, project.id);
        UUID id = Uuid7.next();
        sql.run("""
                insert into dataset (id, project_id, number, sha256, rows, held_out_percent, manifest, definition, created_by, created_at)
                values (?, ?, ?, '', 0, ?, '{}', cast(? as jsonb), ?, ?)""", id, project.id, number, project.heldOutPercent, chosen.json(), by.orElse(null), now);
        ChosenJudgments.Found found = judgments.choose(project, chosen, id, now);
        Tally tally = new Tally(count.fresh());
        SendWhileFreezing.RowsOnTheirWay sent =
                judgments.given(ChosenJudgments.START).size() == ChosenJudgments.PAGE
                        ? sending.begin(id, now)
                        : SendWhileFreezing.LATER;
        tally.heldBack(found.heldBack());
        write(project, chosen, new RowBuilder(id, split(project.heldOutPercent), chosen, tally, sent), tally);
        share(id, tally, now);
        Manifest manifest = tally.manifest(id, guidelines(id), found, now);
        sql.run(
                "update dataset set sha256 = ?, rows = ?, manifest = cast(? as jsonb), summary = cast(? as jsonb) where id = ?",
                manifest.sha256(),
                manifest.rows(),
                Wire.write(manifest),
                Wire.write(tally.summary()),
                id);
        sending.frozen(id, sent, manifest, now);
        audit.note(
                by,
                Optional.of(project.id),
                "dataset.frozen",
                id.toString(),
                Map.of("number", number, "rows", manifest.rows(), "sha256", manifest.sha256()),
                now);
        outbox.tell(new Happened(
                project.id,
                Happened.DATASET_FROZEN,
                Map.of("datasetId", id, "number", number, "rows", manifest.rows(), "sha256", manifest.sha256()),
                now));
        return datasets.findById(id);
    }

    /** Why nothing is left to freeze where these judgments are held back. */
    static String allHeldBack(long heldBack) {
        return "Every judgment that gives a row looks planted to the scan (" + heldBack
                + "), so none of them went into quarantine. Judge more, or turn the scan off under Review, policy.";
    }

    /** Why these judgments don't make a dataset. */
    public static String noRow(long ties, long bothBad) {
        return "All " + (ties + bothBad) + " accepted judgments are ties or “both bad” (" + ties + " and " + bothBad
                + "): none gives a row to train on. Go on judging, then freeze.";
    }

    /** Looks at the prompts of judgments that may give rows, mostly at the first page of them. */
    private PromptSplit split(int heldOutPercent) {
        PromptSplit.Look look = new PromptSplit.Look(heldOutPercent);
        for (Function<UUID, List<Read>> pages :
                List.<Function<UUID, List<Read>>>of(judgments::given, judgments::imported)) {
            List<Read> page = pages.apply(ChosenJudgments.START);
            while (!page.isEmpty() && !look.decided()) {
                page.stream()
                        .filter(read -> TrainingRows.mayComeOf(read.verdict()))
                        .forEach(read -> look.at(read.anchor()));
                page = pages.apply(page.getLast().id());
            }
        }
        return look.split();
    }

    private void write(Project project, Definition chosen, RowBuilder rows, Tally tally) {
        try (JudgedAnswers answers = new JudgedAnswers(sql, snapshots);
                ExecutorService maker = Executors.newSingleThreadExecutor()) {
            InOrder<RowBuilder.Page> made = new InOrder<>(maker, page -> page.copy(sql));
            for (Function<UUID, List<Read>> pages :
                    List.<Function<UUID, List<Read>>>of(judgments::given, judgments::imported)) {
                List<Read> page = pages.apply(ChosenJudgments.START);
                while (!page.isEmpty()) {
                    for (int from = 0; from < page.size(); from += PART) {
                        List<Read> part = page.subList(from, Math.min(page.size(), from + PART));
                        Future<Map<UUID, String>> texts = answers.of(part);
                        made.add(() -> rows.of(part, texts.get()));
                    }
                    page = pages.apply(page.getLast().id());
                }
            }
            made.end();
            List<ChosenDocuments.Read> texts = documents.page(project.id, chosen, ChosenJudgments.START);
            if (texts.isEmpty()) {
                tally.whyNone().ifPresent(why -> {
                    throw new Conflict(why + " Nothing was frozen.");
                });
            }
            InOrder<RowBuilder.Page> alone = new InOrder<>(maker, prompts -> prompts.copy(sql));
            List<RowBuilder.Alone> page = prompts(project, chosen, ChosenJudgments.START);
            while (!page.isEmpty()) {
                List<RowBuilder.Alone> here = page;
                alone.add(() -> rows.alone(here));
                page = prompts(project, chosen, here.getLast().id());
            }
            alone.end();
            PromptSplit split = documents.split(project.id, chosen, project.heldOutPercent);
            InOrder<RowBuilder.Page> whole = new InOrder<>(maker, pages -> pages.copy(sql));
            while (!texts.isEmpty()) {
                List<ChosenDocuments.Read> here = texts;
                whole.add(() -> rows.documents(here, split));
                texts = documents.page(project.id, chosen, here.getLast().id());
            }
            whole.end();
        }
    }

    private List<RowBuilder.Alone> prompts(Project project, Definition chosen, UUID after) {
        if (!chosen.takesJudgments()) {
            return List.of();
        }
        Choice choice = Choice.ofPrompts(project.id, chosen);
        return sql.list(
                "select p.id, p.anchor_id, p.messages from prompt p where " + choice.text()
                        + " and p.id > ? order by p.id limit " + ChosenJudgments.PAGE,
                c -> new RowBuilder.Alone(c.id("id"), c.maybeId("anchor_id").orElse(c.id("id")), c.text("messages")),
                choice.parameters(List.of(), List.of(after)));
    }

    /** Results that another thread computes one after the other, and that this one takes in the same order. */
    private static final class InOrder<T> {
        private final ExecutorService maker;
        private final Consumer<T> taker;
        private final Deque<Future<T>> waiting = new ArrayDeque<>();

        InOrder(ExecutorService maker, Consumer<T> taker) {
            this.maker = maker;
            this.taker = taker;
        }

        void add(Callable<T> thing) {
            waiting.add(maker.submit(thing));
            if (waiting.size() > PARTS_AHEAD) {
                take();
            }
        }

        void end() {
            while (!waiting.isEmpty()) {
                take();
            }
        }

        private void take() {
            try {
                taker.accept(waiting.remove().get());
            } catch (ExecutionException e) {
                throw unwrapped(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while rows were made", e);
            }
        }

        /** What went wrong on another thread, or on the one that this one had waited for. */
        private static RuntimeException unwrapped(ExecutionException e) {
            return switch (e.getCause()) {
                case RuntimeException cause -> cause;
                case ExecutionException inner -> unwrapped(inner);
                case null, default -> new IllegalStateException(e.getCause());
            };
        }
    }

    private void share(UUID dataset, Tally tally, Instant now) {
        sql.runAll(
                "insert into dataset_labeler (dataset_id, labeler_id, frozen_at, judgments) values (?, ?, ?, ?)",
                tally.byLabeler().entrySet().stream()
                        .map(one -> new @Nullable Object[] {dataset, one.getKey(), now, one.getValue()})
                        .toList());
        sql.runAll(
                "insert into dataset_guideline (dataset_id, guideline_version_id, judgments) values (?, ?, ?)",
                tally.byGuideline().entrySet().stream()
                        .map(one -> new @Nullable Object[] {dataset, one.getKey(), one.getValue()})
                        .toList());
    }

    private List<GuidelineRef> guidelines(UUID dataset) {
        return sql.list(
                """
                select g.id, g.kind, v.number from dataset_guideline d
                join guideline_version v on v.id = d.guideline_version_id join guideline g on g.id = v.guideline_id
                where d.dataset_id = ? order by g.kind, v.number""", c -> new GuidelineRef(c.id("id").toString(), c.text("kind"), (int) c.number("number")), dataset);
    }
}
