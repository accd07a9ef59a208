package hone.pause;

import hone.audit.Audit;
import hone.web.Conflict;
import hone.web.NotFound;
import hone.web.Sql;
import hone.web.Uuid7;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a paused person answers, and how an admin decides: one answer waits at a time. Both hold the pause's row meanwhile. */
@ApplicationScoped
public class AnswerPause {
    /** Of an answer, and of what an admin writes. */
    public static final int CHARACTERS_MAX = 2_000;

    /** Of one pause: by then nothing new is said. */
    public static final int APPEALS_MAX = 5;

    private final Sql sql;
    private final Audit audit;
    private final TellOfPause tell;

    AnswerPause(Sql sql, Audit audit, TellOfPause tell) {
        this.sql = sql;
        this.audit = audit;
        this.tell = tell;
    }

    /** @param appeal the one that waits, if one does */
    private record Held(UUID id, UUID labeler, Optional<UUID> appeal, long appeals) {}

    /** @return whether it was sent; otherwise the pause was lifted meanwhile, or another answer waits */
    @Transactional
    public boolean appeal(UUID project, UUID labeler, String text, Instant now) {
        Optional<Held> held = sql.first("""
                select id from pause where project_id = ? and labeler_id = ? and lifted_at is null for update""", c -> c.id("id"), project, labeler).map(id -> held(id, labeler));
        if (held.isEmpty() || held.get().appeal().isPresent() || held.get().appeals() >= APPEALS_MAX) {
            return false;
        }
        sql.run(
                "insert into pause_appeal (id, pause_id, project_id, text, sent_at) values (?, ?, ?, ?, ?)",
                Uuid7.next(),
                held.get().id(),
                project,
                text,
                now);
        note(labeler, project, "pause.appealed", held.get(), Map.of(), now);
        return true;
    }

    /** From now on work is handed out again, and rules look at what is judged from now on. */
    @Transactional
    public void lift(UUID project, UUID pause, String note, UUID by, Instant now) {
        Held held = hold(project, pause);
        sql.run(
                "update pause set lifted_by = ?, lifted_at = ?, lift_note = ? where id = ?",
                by,
                now,
                orNull(note),
                pause);
        held.appeal().ifPresent(appeal -> decide(appeal, note, by, now));
        note(by, project, "pause.lifted", held, Map.of("note", note), now);
        tell.lifted(new PausePerson.Subject(project, held.labeler()), pause, now);
    }

    /** It stays, and the person reads why. */
    @Transactional
    public void uphold(UUID project, UUID pause, String reply, UUID by, Instant now) {
        Held held = hold(project, pause);
        UUID appeal = held.appeal()
                .orElseThrow(
                        () -> new Conflict(
                                "There is no answer that waits: somebody else has decided about it meanwhile. Nothing was changed."));
        decide(appeal, reply, by, now);
        note(by, project, "pause.upheld", held, Map.of("reply", reply), now);
        tell.upheld(new PausePerson.Subject(project, held.labeler()), pause, now);
    }

    private void decide(UUID appeal, String reply, UUID by, Instant now) {
        sql.run(
                "update pause_appeal set decided_by = ?, decided_at = ?, reply = ? where id = ?",
                by,
                now,
                orNull(reply),
                appeal);
    }

    private Held hold(UUID project, UUID pause) {
        if (sql.first("select 1 as one from pause where id = ? and project_id = ?", c -> true, pause, project)
                .isEmpty()) {
            throw new NotFound("pause " + pause);
        }
        return sql.first(
                        "select labeler_id from pause where id = ? and lifted_at is null for update",
                        c -> c.id("labeler_id"),
                        pause)
                .map(labeler -> held(pause, labeler))
                .orElseThrow(() -> new Conflict("This pause was lifted meanwhile. Nothing was changed."));
    }

    private Held held(UUID pause, UUID labeler) {
        return new Held(
                pause,
                labeler,
                sql.first(
                        "select id from pause_appeal where pause_id = ? and decided_at is null",
                        c -> c.id("id"),
                        pause),
                sql.number("select count(*) from pause_appeal where pause_id = ?", pause));
    }

    private void note(UUID who, UUID project, String action, Held held, Map<String, ?> detail, Instant now) {
        Map<String, Object> all = new LinkedHashMap<>(detail);
        all.put("pause", held.id());
        audit.note(
                Optional.of(who), Optional.of(project), action, held.labeler().toString(), all, now);
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
