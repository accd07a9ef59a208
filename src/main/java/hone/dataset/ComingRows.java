package hone.dataset;

import hone.contract.Split;
import hone.contract.Wire;
import hone.dataset.TrainingRows.Draft;
import hone.dataset.TrainingRows.Yield;
import hone.judgment.Counting;
import hone.judgment.Verdict;
import hone.project.Project;
import hone.quarantine.Quarantine;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What a dataset frozen now would contain for training: rows made by the same code as in freezing, counted and discarded. Only
 * the newest judgments are examined, so that a page can ask; if there are more, the counts are lower bounds.
 */
@ApplicationScoped
public class ComingRows {
    static final int JUDGMENTS_MAX = 2_000;

    private final Sql sql;

    ComingRows(Sql sql) {
        this.sql = sql;
    }

    /**
     * @param whole whether every accepted judgment was examined
     * @param trainingPairs pairs of prompts that are not held out
     * @param familyPairs those of them that compare two answers of the family
     */
    public record Count(
            boolean whole,
            long judgments,
            long demonstrations,
            long trainingPairs,
            long familyPairs,
            long ties,
            long bothBad) {
        /** Whether freezing would find nothing to train on. */
        public boolean empty() {
            return whole && judgments > 0 && judgments == ties + bothBad;
        }
    }

    private record Read(UUID id, UUID prompt, UUID anchor, Verdict verdict) {}

    /** @param family ids of models */
    public Count of(Project project, Set<UUID> family) {
        List<Read> read = sql.list(
                """
                select id, prompt_id, verdict, (select p.anchor_id from prompt p where p.id = j.prompt_id) as anchor_id
                from judgment j where project_id = ? and %s and %s
                order by accepted_at desc limit %d""".formatted(Counting.COUNTS, Quarantine.FREE, JUDGMENTS_MAX + 1),
                c -> new Read(
                        c.id("id"),
                        c.id("prompt_id"),
                        c.maybeId("anchor_id").orElse(c.id("prompt_id")),
                        Wire.read(c.text("verdict"), Verdict.class)),
                project.id);
        boolean whole = read.size() <= JUDGMENTS_MAX;
        PromptSplit split = PromptSplit.of(
                read.stream()
                        .filter(judgment -> TrainingRows.mayComeOf(judgment.verdict()))
                        .map(Read::anchor)
                        .distinct()
                        .toList(),
                project.heldOutPercent);
        Map<UUID, String> texts = new HashMap<>();
        Set<String> ofFamily = new HashSet<>();
        readAnswers(read, family, texts, ofFamily);
        long demonstrations = 0;
        long pairs = 0;
        long familyPairs = 0;
        long ties = 0;
        long bothBad = 0;
        for (Read judgment : read) {
            // The prompt's text does not matter here.
            TrainingRows.Judged judged =
                    new TrainingRows.Judged(judgment.id(), judgment.prompt(), List.of(), judgment.verdict(), texts);
            switch (TrainingRows.of(judged)) {
                case Yield.Tie tie -> ties++;
                case Yield.BothBad bad -> bothBad++;
                case Yield.Rows rows -> {
                    boolean trained = split.of(judgment.anchor()) == Split.TRAIN;
                    for (Draft draft : rows.rows()) {
                        demonstrations += draft instanceof Draft.Written ? 1 : 0;
                        if (trained && draft instanceof Draft.Pair pair) {
                            pairs++;
                            boolean both = ofFamily.contains(pair.chosen()) && ofFamily.contains(pair.rejected());
                            familyPairs += both ? 1 : 0;
                        }
                    }
                }
            }
        }
        return new Count(whole, read.size(), demonstrations, pairs, familyPairs, ties, bothBad);
    }

    /** Hashes instead of texts, enough to tell which are equal. Each with its prompt, because a text may occur elsewhere too. */
    private void readAnswers(List<Read> read, Set<UUID> family, Map<UUID, String> texts, Set<String> ofFamily) {
        UUID[] named = read.stream()
                .flatMap(judgment -> judgment.verdict().inRows().stream())
                .distinct()
                .toArray(UUID[]::new);
        sql.list(
                "select id, prompt_id || ' ' || text_sha256 as hash, model_version_id from answer where id = any(?)",
                c -> {
                    texts.put(c.id("id"), c.text("hash"));
                    if (c.maybeId("model_version_id").filter(family::contains).isPresent()) {
                        ofFamily.add(c.text("hash"));
                    }
                    return c.id("id");
                },
                (Object) named);
    }
}
