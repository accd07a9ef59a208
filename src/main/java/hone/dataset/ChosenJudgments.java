package hone.dataset;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import hone.contract.Message;
import hone.contract.Wire;
import hone.judgment.Verdict;
import hone.project.Project;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;

/**
 * The judgments of one freezing, in a table of its transaction: one statement has chosen them, of one moment. They are read page by
 * page in the order of their ids, those given here before those that were imported, so that equal choices give equal rows.
 */
@ApplicationScoped
class ChosenJudgments {
    static final int PAGE = 2_000;
    static final UUID START = new UUID(0, 0);
    private static final ObjectMapper JSON = Wire.mapper();

    private final Sql sql;

    ChosenJudgments(Sql sql) {
        this.sql = sql;
    }

    /**
     * @param anchor the prompt whose side it is on: the oldest of those that say nearly the same
     * @param labeler empty where nobody here gave it
     * @param weight of all its rows together
     * @param margin how much better as its source counts; empty: by the verdict
     */
    record Read(
            UUID id,
            UUID promptId,
            UUID anchor,
            Optional<UUID> labeler,
            Optional<UUID> guideline,
            boolean simulated,
            Verdict verdict,
            List<Message> prompt,
            double weight,
            OptionalDouble margin) {
        boolean imported() {
            return labeler.isEmpty();
        }
    }

    void choose(Project project, Definition chosen) {
        sql.run("""
                create temporary table chosen (imported boolean, id uuid, guideline_version_id uuid, primary key (imported, id))
                on commit drop""");
        if (chosen.takesGivenHere()) {
            Choice choice = Choice.ofJudgments(project.id, chosen);
            // The share lock makes an undo wait for this freezing, or this for the undo, so that a withdrawn judgment
            // is never
            // frozen. What is accepted meanwhile belongs to the next dataset.
            sql.run("""
                    insert into chosen (imported, id, guideline_version_id)
                    select false, j.id, a.guideline_version_id
                    from judgment j join assignment a on a.id = j.assignment_id join prompt p on p.id = j.prompt_id
                    where %s for share of j""".formatted(choice.text()), choice.parameters(List.of(), List.of()));
        }
        if (chosen.takesImported()) {
            Choice choice = Choice.ofImported(project.id, chosen);
            sql.run("""
                    insert into chosen (imported, id)
                    select true, i.id from imported_judgment i join prompt p on p.id = i.prompt_id
                    where %s for share of i""".formatted(choice.text()), choice.parameters(List.of(), List.of()));
        }
        sql.run("analyze chosen");
    }

    List<Read> given(UUID after) {
        return sql.list("""
                select c.id, c.guideline_version_id, j.prompt_id, p.anchor_id, j.labeler_id, j.simulated, j.verdict, p.messages,
                       1.0 as weight, cast(null as double precision) as margin
                from chosen c join judgment j on j.id = c.id join prompt p on p.id = j.prompt_id
                where not c.imported and c.id > ? order by c.id limit %d""".formatted(PAGE), ChosenJudgments::read, after);
    }

    List<Read> imported(UUID after) {
        return sql.list("""
                select c.id, c.guideline_version_id, i.prompt_id, p.anchor_id, cast(null as uuid) as labeler_id, i.simulated,
                       i.verdict, p.messages, i.weight, i.margin
                from chosen c join imported_judgment i on i.id = c.id join prompt p on p.id = i.prompt_id
                where c.imported and c.id > ? order by c.id limit %d""".formatted(PAGE), ChosenJudgments::read, after);
    }

    /** The texts of the answers that a page's rows hold. */
    Map<UUID, String> answers(List<Read> page) {
        UUID[] named = page.stream()
                .flatMap(read -> read.verdict().inRows().stream())
                .distinct()
                .toArray(UUID[]::new);
        Map<UUID, String> texts = HashMap.newHashMap(named.length);
        sql.list("select id, text from answer where id = any(?)", c -> texts.put(c.id("id"), c.text("text")), (Object)
                named);
        return texts;
    }

    private static Read read(Sql.Cells c) throws SQLException {
        UUID id = c.id("id");
        UUID prompt = c.id("prompt_id");
        Optional<Double> margin = c.maybeReal("margin");
        try {
            return new Read(
                    id,
                    prompt,
                    c.maybeId("anchor_id").orElse(prompt),
                    c.maybeId("labeler_id"),
                    c.maybeId("guideline_version_id"),
                    c.flag("simulated"),
                    JSON.readValue(c.text("verdict"), Verdict.class),
                    conversation(c.text("messages"), prompt),
                    c.real("weight"),
                    margin.isPresent() ? OptionalDouble.of(margin.get()) : OptionalDouble.empty());
        } catch (IOException e) {
            throw new UncheckedIOException("judgment " + id + " can't be read", e);
        }
    }

    static List<Message> conversation(String json, UUID prompt) {
        try {
            return JSON.readValue(json, new TypeReference<List<Message>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException("prompt " + prompt + " can't be read", e);
        }
    }
}
