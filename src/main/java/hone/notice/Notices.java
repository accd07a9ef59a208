package hone.notice;

import hone.project.MemberRemoved;
import hone.web.Sql;
import hone.web.Uuid7;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of notices: written in the transaction of what happened, read by their person alone, and deleted after a quarter of a year. */
@ApplicationScoped
public class Notices {
    static final int PAGE = 30;

    /** The bell counts no further. */
    static final int UNREAD_COUNTED = 9;

    private static final Duration KEPT = Duration.ofDays(90);
    private static final int FORGOTTEN_AT_A_TIME = 10_000;
    private static final UUID LAST = new UUID(-1, -1);

    private final Sql sql;

    Notices(Sql sql) {
        this.sql = sql;
    }

    /**
     * Tells people, unless they are scripts. While an earlier one of the kind about the same is unread, it takes its place.
     *
     * @param about the assignment, the question, or the pause
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void tell(UUID project, Notice.What what, UUID about, Collection<UUID> people, Instant now) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        // In one order, so that two who tell the same people wait for each other.
        for (UUID person : new TreeSet<>(people)) {
            rows.add(new @Nullable Object[] {Uuid7.next(), project, what.word(), about, now, person});
        }
        sql.runAll("""
                insert into notice (id, labeler_id, project_id, what, about, at)
                select ?, l.id, ?, ?, ?, ? from labeler l where l.id = ? and not l.simulated
                on conflict (labeler_id, what, about) where read_at is null do update set id = excluded.id, at = excluded.at""", rows);
    }

    /** How many are unread, counted up to {@link #UNREAD_COUNTED} plus one. Every page asks for this. */
    long unread(UUID person) {
        return sql.number(
                "select count(*) from (select 1 from notice where labeler_id = ? and read_at is null limit %d) unread"
                        .formatted(UNREAD_COUNTED + 1),
                person);
    }

    /**
     * Newest first, one more than a page has.
     *
     * @param before the last one of the page before
     */
    List<Notice> of(UUID person, Optional<UUID> before) {
        return sql.list(
                """
                select n.id, n.what, p.slug, p.name, n.about, n.at, n.read_at is null as unread
                from (select * from notice where labeler_id = ? and id < ? order by id desc limit %d) n
                cross join lateral (select slug, name from project where id = n.project_id offset 0) p
                order by n.id desc""".formatted(PAGE + 1),
                c -> new Notice(
                        c.id("id"),
                        Notice.What.of(c.text("what")),
                        c.text("slug"),
                        c.text("name"),
                        c.id("about"),
                        c.time("at"),
                        c.flag("unread")),
                person,
                before.orElse(LAST));
    }

    /** Marks one as read. @return where it leads; empty if this person has no such notice */
    Optional<String> open(UUID notice, UUID person, Instant now) {
        return sql.first(
                """
                update notice n set read_at = coalesce(n.read_at, ?) from project p
                where p.id = n.project_id and n.id = ? and n.labeler_id = ? returning n.what, n.about, p.slug""", c -> Notice.What.of(c.text("what")).address(c.text("slug"), c.id("about")), now, notice, person);
    }

    void readAll(UUID person, Instant now) {
        sql.run("update notice set read_at = ? where labeler_id = ? and read_at is null", now, person);
    }

    /** What they would lead to is not there any more. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void forget(UUID[] about) {
        sql.run("delete from notice where about = any (?)", (Object) about);
    }

    /** A project that somebody has left is none of theirs to hear of. */
    void onRemoved(@Observes MemberRemoved removed) {
        sql.run("delete from notice where labeler_id = ? and project_id = ?", removed.labelerId(), removed.projectId());
    }

    @Scheduled(every = "1h", delayed = "11m", identity = "old-notices")
    void forgetOld() {
        forgetBefore(Instant.now().minus(KEPT));
    }

    /** @return how many there were, at most as many as are deleted at a time */
    int forgetBefore(Instant time) {
        return QuarkusTransaction.requiringNew()
                .call(() -> sql.run(
                        "delete from notice where id in (select id from notice where at < ? order by at limit %d)"
                                .formatted(FORGOTTEN_AT_A_TIME),
                        time));
    }
}
