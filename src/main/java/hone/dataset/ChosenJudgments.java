package hone.dataset;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectReader;
import hone.contract.LabelWeights;
import hone.contract.Message;
import hone.contract.PreferenceScan;
import hone.contract.Wire;
import hone.judgment.Verdict;
import hone.project.Project;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;

/**
 * The judgments of one freezing, in a temporary table: one statement has chosen them, as of one moment. They are read page by
 * page in the order of their ids, those given here before imported ones, so that equal choices give equal rows.
 */
@ApplicationScoped
class ChosenJudgments {
    static final int PAGE = 2_000;
    static final UUID START = new UUID(0, 0);
    private static final ObjectReader VERDICT = Wire.mapper().readerFor(Verdict.class);
    private static final ObjectReader CONVERSATION = Wire.mapper().readerFor(new TypeReference<List<Message>>() {});

    private final Sql sql;
    private final ScanComparisons scanComparisons;
    private final WeighJudgments weighJudgments;

    ChosenJudgments(Sql sql, ScanComparisons scanComparisons, WeighJudgments weighJudgments) {
        this.sql = sql;
        this.scanComparisons = scanComparisons;
        this.weighJudgments = weighJudgments;
    }

    /**
     * What was found of the chosen judgments, for the manifest.
     *
     * @param scan empty where no judgments of people were to be chosen
     * @param weights how they count by the reliability of their authors
     */
    record Found(Optional<PreferenceScan> scan, Optional<LabelWeights> weights) {
        long heldBack() {
            return scan.map(PreferenceScan::heldBack).orElse(0L);
        }
    }

    /**
     * @param anchor the prompt that determines its side of the split: the oldest of those that say nearly the same
     * @param labeler empty for imported ones
     */
    record Read(
            UUID id,
            UUID promptId,
            UUID anchor,
            Optional<UUID> labeler,
            Optional<UUID> guideline,
            boolean simulated,
            Verdict verdict,
            String messages,
            Counted counted) {
        boolean imported() {
            return labeler.isEmpty();
        }

        List<Message> prompt() {
            return conversation(messages, promptId);
        }
    }

    /**
     * How a judgment counts.
     *
     * @param weight of all its rows together
     * @param margin how much better on its source's scale; empty: by the verdict
     * @param likely how probably it is right, where it is to be trained on as a probability
     */
    record Counted(double weight, OptionalDouble margin, OptionalDouble likely) {}

    /** Without those that are held back, by this dataset's scan or an earlier one's. */
    Found choose(Project project, Definition chosen, UUID dataset, Instant now) {
        all(project, chosen);
        Optional<PreferenceScan> scan =
                chosen.takesGivenHere() ? Optional.of(scanComparisons.scan(project, dataset, now)) : Optional.empty();
        Optional<LabelWeights> weights = weighJudgments.weigh(project);
        // Pages are joined row by row from here on. Any other plan reads judgments or prompts from the first one on for
        // every page,
        // and whether one is chosen depends on how many there are.
        sql.run("set local enable_hashjoin = off");
        sql.run("set local enable_mergejoin = off");
        return new Found(scan, weights);
    }

    /** Before any is held back by a scan of these. */
    void all(Project project, Definition chosen) {
        sql.run("""
                create temporary table chosen (imported boolean, id uuid, guideline_version_id uuid, weight double precision not null default 1,
                  likely double precision,
                  primary key (imported, id))
                on commit drop""");
        if (chosen.takesGivenHere()) {
            Choice choice = Choice.ofJudgments(project.id, chosen);
            // The share lock makes an undo wait for this freezing, or this for the undo, so that a withdrawn judgment
            // is never
            // frozen. What is accepted meanwhile belongs to the next dataset.
            sql.run("""
                    insert into chosen (imported, id, guideline_version_id)
                    select false, j.id, a.guideline_version_id
                    from judgment j join assignment a on a.id = j.assignment_id %s
                    where %s for share of j""".formatted(choice.prompts("j"), choice.text()), choice.parameters(List.of(), List.of()));
        }
        if (chosen.takesImported()) {
            Choice choice = Choice.ofImported(project.id, chosen);
            sql.run("""
                    insert into chosen (imported, id)
                    select true, i.id from imported_judgment i %s
                    where %s for share of i""".formatted(choice.prompts("i"), choice.text()), choice.parameters(List.of(), List.of()));
        }
        sql.run("analyze chosen");
    }

    List<Read> given(UUID after) {
        return sql.list("""
                select c.id, c.guideline_version_id, j.prompt_id, p.anchor_id, j.labeler_id, j.simulated, j.verdict, p.messages,
                       c.weight, c.likely, cast(null as double precision) as margin
                from chosen c join judgment j on j.id = c.id join prompt p on p.id = j.prompt_id
                where not c.imported and c.id > ? order by c.id limit %d""".formatted(PAGE), ChosenJudgments::read, after);
    }

    List<Read> imported(UUID after) {
        return sql.list("""
                select c.id, c.guideline_version_id, i.prompt_id, p.anchor_id, cast(null as uuid) as labeler_id, i.simulated,
                       i.verdict, p.messages, i.weight, cast(null as double precision) as likely, i.margin
                from chosen c join imported_judgment i on i.id = c.id join prompt p on p.id = i.prompt_id
                where c.imported and c.id > ? order by c.id limit %d""".formatted(PAGE), ChosenJudgments::read, after);
    }

    private static Read read(Sql.Cells c) throws SQLException {
        UUID id = c.id("id");
        UUID prompt = c.id("prompt_id");
        try {
            return new Read(
                    id,
                    prompt,
                    c.maybeId("anchor_id").orElse(prompt),
                    c.maybeId("labeler_id"),
                    c.maybeId("guideline_version_id"),
                    c.flag("simulated"),
                    VERDICT.readValue(c.text("verdict")),
                    c.text("messages"),
                    new Counted(c.real("weight"), maybe(c, "margin"), maybe(c, "likely")));
        } catch (IOException e) {
            throw new UncheckedIOException("judgment " + id + " can't be read", e);
        }
    }

    private static OptionalDouble maybe(Sql.Cells c, String column) throws SQLException {
        return c.maybeReal(column).map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
    }

    static List<Message> conversation(String json, UUID prompt) {
        try {
            return CONVERSATION.readValue(json);
        } catch (IOException e) {
            throw new UncheckedIOException("prompt " + prompt + " can't be read", e);
        }
    }
}
