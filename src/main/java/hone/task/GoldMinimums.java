package hone.task;

import hone.audit.Audit;
import hone.evaluation.Share;
import hone.kind.WorkKind;
import hone.project.Project;
import hone.web.Conflict;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Which share of gold must be found for work of a kind, and who falls short of it. None is required at first. */
@ApplicationScoped
public class GoldMinimums {
    private final Sql sql;
    private final Project.Repo projects;
    private final GoldFound found;
    private final Audit audit;

    GoldMinimums(Sql sql, Project.Repo projects, GoldFound found, Audit audit) {
        this.sql = sql;
        this.projects = projects;
        this.found = found;
        this.audit = audit;
    }

    public Optional<GoldMinimum> of(UUID project, WorkKind kind) {
        return sql.first(
                """
                select m.percent, m.least, l.display_name from gold_minimum m join labeler l on l.id = m.set_by
                where m.project_id = ? and m.kind = ?""",
                c -> new GoldMinimum(
                        project, kind, (int) c.number("percent"), (int) c.number("least"), c.text("display_name")),
                project,
                kind.wireName());
    }

    Optional<Withheld> missed(UUID project, WorkKind kind, UUID labeler) {
        Optional<GoldMinimum> minimum = of(project, kind);
        if (minimum.isEmpty()) {
            return Optional.empty();
        }
        Optional<Share> share =
                found.newest(new GoldFound.Whose(project, kind, labeler), countedFrom(project, kind, labeler));
        return share.filter(minimum.get()::isMissedBy).map(missed -> new Withheld.GoldMissed(missed, minimum.get()));
    }

    private Instant countedFrom(UUID project, WorkKind kind, UUID labeler) {
        return sql.first(
                        "select counted_from from gold_anew where project_id = ? and kind = ? and labeler_id = ?",
                        c -> c.time("counted_from"),
                        project,
                        kind.wireName(),
                        labeler)
                .orElse(Instant.EPOCH);
    }

    @Transactional
    public void require(UUID project, WorkKind kind, int percent, int least, UUID by, Instant now) {
        hold(project);
        sql.run("""
                insert into gold_minimum (project_id, kind, percent, least, set_by, set_at) values (?, ?, ?, ?, ?, ?)
                on conflict (project_id, kind) do update set percent = excluded.percent, least = excluded.least,
                  set_by = excluded.set_by, set_at = excluded.set_at""", project, kind.wireName(), percent, least, by, now);
        note(project, Map.of("kind", kind.wireName(), "percent", percent, "least", least), by, now);
    }

    @Transactional
    public void requireNone(UUID project, WorkKind kind, UUID by, Instant now) {
        hold(project);
        if (sql.run("delete from gold_minimum where project_id = ? and kind = ?", project, kind.wireName()) == 1) {
            note(project, Map.of("kind", kind.wireName(), "percent", 0), by, now);
        }
    }

    private void hold(UUID project) {
        sql.first("select 1 as one from project where id = ? for no key update", c -> true, project);
    }

    private void note(UUID project, Map<String, Object> what, UUID by, Instant now) {
        projects.findById(project).goldRequired = sql.first(
                        "select 1 as one from gold_minimum where project_id = ? limit 1", c -> true, project)
                .isPresent();
        audit.note(
                Optional.of(by), Optional.of(project), "project.gold-minimum-changed", project.toString(), what, now);
    }

    /** A person's answers so far count for nothing, so that they are handed work again and measured by it. */
    @Transactional
    public void countAnew(GoldFound.Whose whose, UUID by, Instant now) {
        boolean member = sql.first(
                        "select 1 as one from member where project_id = ? and labeler_id = ? for no key update",
                        c -> true,
                        whose.project(),
                        whose.labeler())
                .isPresent();
        if (!member) {
            throw new Conflict("They are not a member of this project. Nothing was changed.");
        }
        sql.run("""
                insert into gold_anew (project_id, kind, labeler_id, counted_from, allowed_by) values (?, ?, ?, ?, ?)
                on conflict (project_id, kind, labeler_id)
                  do update set counted_from = excluded.counted_from, allowed_by = excluded.allowed_by""", whose.project(), whose.kind().wireName(), whose.labeler(), now, by);
        audit.note(
                Optional.of(by),
                Optional.of(whose.project()),
                "gold.counted-anew",
                whose.labeler().toString(),
                Map.of("kind", whose.kind().wireName()),
                now);
    }
}
