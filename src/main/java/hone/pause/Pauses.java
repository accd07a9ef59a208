package hone.pause;

import hone.evaluation.Share;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads pauses. Names are looked up person by person, so that no plan reads the table of all of them. */
@ApplicationScoped
public class Pauses {
    /** Active ones that a page shows. */
    public static final int ACTIVE_MAX = 100;

    private static final int ENDED_MAX = 20;
    private static final int MINE_MAX = 20;

    private static final String READ = """
            select p.id, p.labeler_id, l.username, l.display_name, l.simulated, p.rule, p.share, p.share_of, p.percent, p.marked,
              coalesce(b.display_name, '') as paused_by, p.reason, p.paused_at, p.lifted_at, coalesce(e.display_name, '') as lifted_by,
              p.lift_note
            from (%s) p
            cross join lateral (select username, display_name, simulated from labeler where id = p.labeler_id offset 0) l
            left join lateral (select display_name from labeler where id = p.paused_by offset 0) b on true
            left join lateral (select display_name from labeler where id = p.lifted_by offset 0) e on true
            order by p.place""";

    private static final String ACTIVE = READ.formatted("""
            select x.*, row_number() over (order by (a.id is not null) desc, x.paused_at desc, x.id) as place
            from pause x left join pause_appeal a on a.pause_id = x.id and a.decided_at is null
            where x.project_id = ? and x.lifted_at is null order by place limit %d""".formatted(ACTIVE_MAX + 1));

    private static final String ENDED = READ.formatted("""
            select x.*, row_number() over (order by x.lifted_at desc) as place from (
              select * from pause where project_id = ? and lifted_at is not null order by lifted_at desc limit %d) x""".formatted(ENDED_MAX));

    private static final String NEWEST = READ.formatted("""
            select x.*, 1 as place from pause x where x.labeler_id = ? and x.project_id = ?
            order by (x.lifted_at is null) desc, x.paused_at desc limit 1""");

    private final Sql sql;

    Pauses(Sql sql) {
        this.sql = sql;
    }

    public boolean isPaused(UUID project, UUID labeler) {
        return sql.first(
                        "select 1 as one from pause where project_id = ? and labeler_id = ? and lifted_at is null",
                        c -> true,
                        project,
                        labeler)
                .isPresent();
    }

    /** Those who have answered come first; one more than {@link #ACTIVE_MAX} where there are more. */
    public List<Pause> active(UUID project) {
        return read(ACTIVE, project);
    }

    /** The newest of those that were lifted. */
    public List<Pause> ended(UUID project) {
        return read(ENDED, project);
    }

    /** The newest pause of a person, lifted or not. */
    public Optional<Pause> newest(UUID project, UUID labeler) {
        return read(NEWEST, labeler, project).stream().findFirst();
    }

    /** A project in which a person is paused. */
    public record Where(String slug, String project, Instant at) {}

    public List<Where> of(UUID labeler) {
        return sql.list(
                """
                select p.slug, p.name, x.paused_at from (
                  select a.project_id, a.paused_at from pause a join member m on m.project_id = a.project_id and m.labeler_id = a.labeler_id
                  where a.labeler_id = ? and a.lifted_at is null limit %d) x
                join project p on p.id = x.project_id order by x.paused_at desc""".formatted(MINE_MAX), c -> new Where(c.text("slug"), c.text("name"), c.time("paused_at")), labeler);
    }

    /** Judgments before that time are forgiven: a pause was lifted after them. */
    public Instant forgivenUntil(UUID project, UUID labeler) {
        return sql.first("""
                        select lifted_at from pause where project_id = ? and labeler_id = ? and lifted_at is not null
                        order by lifted_at desc limit 1""", c -> c.time("lifted_at"), project, labeler).orElse(Instant.EPOCH);
    }

    private List<Pause> read(String query, @Nullable Object... parameters) {
        List<Pause> pauses = sql.list(query, Pauses::pause, parameters);
        Map<UUID, List<Pause.Appeal>> appeals = new HashMap<>();
        sql.list("""
                        select a.pause_id, a.text, a.sent_at, a.decided_at, coalesce(d.display_name, '') as decided_by, a.reply
                        from pause_appeal a
                        left join lateral (select display_name from labeler where id = a.decided_by offset 0) d on true
                        where a.pause_id = any (?) order by a.sent_at""", c -> new Of(c.id("pause_id"), appeal(c)), (Object)
                        pauses.stream().map(Pause::id).toArray(UUID[]::new))
                .forEach(one -> appeals.computeIfAbsent(one.pause(), any -> new ArrayList<>())
                        .add(one.appeal()));
        return pauses.stream()
                .map(pause -> new Pause(
                        pause.id(),
                        pause.person(),
                        pause.why(),
                        pause.at(),
                        pause.marked(),
                        pause.end(),
                        List.copyOf(appeals.getOrDefault(pause.id(), List.of()))))
                .toList();
    }

    private record Of(UUID pause, Pause.Appeal appeal) {}

    private static Pause.Appeal appeal(Sql.Cells c) throws SQLException {
        Optional<Instant> decided = c.maybeTime("decided_at");
        return new Pause.Appeal(
                c.text("text"),
                c.time("sent_at"),
                decided.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Pause.Decision(c.text("decided_by"), decided.get(), c.text("reply"))));
    }

    private static Pause pause(Sql.Cells c) throws SQLException {
        Optional<PauseRule> rule =
                c.maybeText("rule").map(word -> PauseRule.named(word).orElseThrow());
        Optional<Instant> lifted = c.maybeTime("lifted_at");
        return new Pause(
                c.id("id"),
                new Pause.Person(c.id("labeler_id"), c.text("username"), c.text("display_name"), c.flag("simulated")),
                rule.isPresent()
                        ? new Pause.Why.ByRule(
                                rule.get(), new Share(c.real("share"), c.number("share_of")), (int) c.number("percent"))
                        : new Pause.Why.ByHand(c.text("paused_by"), c.text("reason")),
                c.time("paused_at"),
                (int) c.number("marked"),
                lifted.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Pause.End(c.text("lifted_by"), lifted.get(), c.text("lift_note"))),
                List.of());
    }
}
