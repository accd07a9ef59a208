package hone.pause;

import hone.audit.Audit;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which rules a project has switched on: none at first. */
@ApplicationScoped
public class PauseRules {
    /** A project is looked at once in this time at most, so a pause comes within half a minute of its evidence. */
    private static final String AT_MOST_EVERY = "20 seconds";

    /** Judgments of so long before the last look are looked at once more: they may have been committed after it. */
    private static final String ONCE_MORE = "1 minute";

    private static final int AT_A_TIME = 20;

    private final Sql sql;
    private final Audit audit;

    PauseRules(Sql sql, Audit audit) {
        this.sql = sql;
        this.audit = audit;
    }

    public List<RuleSetting> of(UUID project) {
        return sql.list(
                "select rule, percent, least from pause_rule where project_id = ? order by rule",
                c -> new RuleSetting(PauseRule.named(c.text("rule")).orElseThrow(), (int) c.number("percent"), (int)
                        c.number("least")),
                project);
    }

    /** These and no others; everybody who has judged is looked at again. */
    @Transactional
    public void store(UUID project, List<RuleSetting> settings, UUID by, Instant now) {
        sql.run("delete from pause_rule where project_id = ?", project);
        List<@Nullable Object[]> rows = new ArrayList<>();
        settings.forEach(
                one -> rows.add(new @Nullable Object[] {project, one.rule().word(), one.percent(), one.least()}));
        sql.runAll("insert into pause_rule (project_id, rule, percent, least) values (?, ?, ?, ?)", rows);
        audit.note(
                Optional.of(by),
                Optional.of(project),
                "project.pause-rules-changed",
                project.toString(),
                settings.stream()
                        .collect(Collectors.toMap(
                                one -> one.rule().word(),
                                one -> Map.of("percent", one.percent(), "least", one.least()))),
                now);
    }

    /**
     * A project that is to be looked at.
     *
     * @param since whoever has judged after that
     */
    public record Due(UUID project, Instant since) {}

    /** Takes the projects with rules whose turn it is, so that no other instance looks at them. */
    @Transactional
    public List<Due> take() {
        return sql
                .list(
                        """
                        with due as (
                          select project_id, min(coalesce(checked_at - interval '%1$s', 'epoch')) as since
                          from pause_rule where coalesce(checked_at < now() - interval '%2$s', true)
                          group by project_id order by since limit %3$d)
                        update pause_rule r set checked_at = now() from due d
                        where r.project_id = d.project_id and coalesce(r.checked_at < now() - interval '%2$s', true)
                        returning r.project_id, d.since""".formatted(ONCE_MORE, AT_MOST_EVERY, AT_A_TIME),
                        c -> new Due(c.id("project_id"), c.time("since")))
                .stream()
                .distinct()
                .toList();
    }
}
