package hone.dataset;

import hone.project.Project;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** What a definition would freeze now, counted before anything is frozen, and only up to a bound, so that asking stays cheap. */
@ApplicationScoped
public class DatasetPreview {
    public static final int COUNTED_MAX = 100_000;

    private final Sql sql;
    private final FreshJudgments fresh;

    DatasetPreview(Sql sql, FreshJudgments fresh) {
        this.sql = sql;
        this.fresh = fresh;
    }

    /** Judgments of one kind of work and giver, and how many prompts they are about. */
    public record Line(String kind, Giver giver, long judgments, long prompts) {}

    /**
     * All of them.
     *
     * @param whole whether all were counted; otherwise there are more
     * @param prompts that are there for PPO by themselves
     * @param documents texts to pre-train on
     */
    public record Counts(
            List<Line> lines,
            boolean whole,
            long prompts,
            boolean allPrompts,
            long documents,
            boolean allDocuments,
            FreshJudgments.Count fresh) {
        public long judgments() {
            return lines.stream().mapToLong(Line::judgments).sum();
        }
    }

    public Counts of(Project project, Definition chosen) {
        List<Line> lines = new ArrayList<>();
        if (chosen.takesGivenHere()) {
            Choice choice = Choice.ofJudgments(project.id, chosen);
            lines.addAll(sql.list(
                    """
                    select kind, simulated, count(*) as judgments, count(distinct prompt_id) as prompts from (
                      select j.kind, j.simulated, j.prompt_id from judgment j %s where %s order by j.accepted_at limit %d) j
                    group by kind, simulated order by kind, simulated""".formatted(choice.joins("j"), choice.text(), COUNTED_MAX),
                    c -> new Line(
                            c.text("kind"),
                            c.flag("simulated") ? Giver.SCRIPTS : Giver.PEOPLE,
                            c.number("judgments"),
                            c.number("prompts")),
                    choice.parameters(List.of(), List.of())));
        }
        if (chosen.takesImported()) {
            Choice choice = Choice.ofImported(project.id, chosen);
            lines.addAll(sql.list(
                    """
                    select kind, count(*) as judgments, count(distinct prompt_id) as prompts from (
                      select i.kind, i.prompt_id from imported_judgment i %s where %s order by i.id limit %d) i
                    group by kind order by kind""".formatted(choice.joins("i"), choice.text(), COUNTED_MAX),
                    c -> new Line(c.text("kind"), Giver.IMPORTED, c.number("judgments"), c.number("prompts")),
                    choice.parameters(List.of(), List.of())));
        }
        long alone = chosen.takesJudgments() ? prompts(project, chosen) : 0;
        long documents = chosen.takesDocuments() ? documents(project, chosen) : 0;
        return new Counts(
                lines,
                lines.stream().noneMatch(line -> line.judgments() >= COUNTED_MAX),
                alone,
                alone < COUNTED_MAX,
                documents,
                documents < COUNTED_MAX,
                fresh.of(project.id, chosen));
    }

    private long prompts(Project project, Definition chosen) {
        Choice prompts = Choice.ofPrompts(project.id, chosen);
        return sql.number(
                "select count(*) from (select 1 from prompt p where %s order by p.sha256 limit %d) p"
                        .formatted(prompts.text(), COUNTED_MAX),
                prompts.parameters(List.of(), List.of()));
    }

    private long documents(Project project, Definition chosen) {
        Choice documents = Choice.ofDocuments(project.id, chosen);
        return sql.number(
                "select count(*) from (select 1 from document d where %s order by d.id limit %d) d"
                        .formatted(documents.text(), COUNTED_MAX),
                documents.parameters(List.of(), List.of()));
    }
}
