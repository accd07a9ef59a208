package hone.pause;

import hone.audit.Audit;
import hone.web.Sql;
import hone.web.Uuid7;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Pauses a person in a project. Their membership is locked first, as by whoever hands out work to them, so that after the pause nothing
 * is. What they have open they may finish.
 */
@ApplicationScoped
public class PausePerson {
    private final Sql sql;
    private final Audit audit;
    private final TellOfPause tell;

    PausePerson(Sql sql, Audit audit, TellOfPause tell) {
        this.sql = sql;
        this.audit = audit;
        this.tell = tell;
    }

    /** Who, and where. */
    public record Subject(UUID project, UUID labeler) {}

    /** What came of it. */
    public enum Outcome {
        PAUSED,
        /** They were paused already, and that one stays. */
        ALREADY,
        NO_MEMBER
    }

    /** Holds the membership until the transaction ends. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Outcome hold(Subject subject) {
        boolean member = sql.first(
                        "select 1 as one from member where project_id = ? and labeler_id = ? for no key update",
                        c -> true,
                        subject.project(),
                        subject.labeler())
                .isPresent();
        if (!member) {
            return Outcome.NO_MEMBER;
        }
        return sql.first(
                        "select 1 as one from pause where project_id = ? and labeler_id = ? and lifted_at is null",
                        c -> Outcome.ALREADY,
                        subject.project(),
                        subject.labeler())
                .orElse(Outcome.PAUSED);
    }

    /**
     * After {@link #hold}, which said that it is possible.
     *
     * @param marked judgments that a reviewer is asked about
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void byRule(Subject subject, Evidence evidence, int marked, Instant now) {
        RuleSetting setting = evidence.setting();
        UUID id = Uuid7.next();
        sql.run(
                """
                insert into pause (id, project_id, labeler_id, rule, share, share_of, percent, evidence_from, marked, paused_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                id,
                subject.project(),
                subject.labeler(),
                setting.rule().word(),
                evidence.measured().share(),
                evidence.measured().of(),
                setting.percent(),
                evidence.since(),
                marked,
                now);
        Map<String, ?> numbers = Map.of(
                "rule", setting.rule().word(),
                "share", evidence.measured().share(),
                "of", evidence.measured().of(),
                "percent", setting.percent(),
                "marked", marked);
        Map<String, Object> detail = new HashMap<>(numbers);
        detail.put("pause", id);
        audit.note(
                Optional.empty(),
                Optional.of(subject.project()),
                "labeler.paused",
                subject.labeler().toString(),
                detail,
                now);
        tell.paused(subject, id, TellOfPause.By.RULE, numbers, now);
    }

    /** @param reason for the person to read */
    @Transactional
    public Outcome byHand(Subject subject, String reason, UUID by, Instant now) {
        Outcome outcome = hold(subject);
        if (outcome == Outcome.PAUSED) {
            UUID id = Uuid7.next();
            sql.run(
                    "insert into pause (id, project_id, labeler_id, paused_by, reason, paused_at) values (?, ?, ?, ?, ?, ?)",
                    id,
                    subject.project(),
                    subject.labeler(),
                    by,
                    reason,
                    now);
            audit.note(
                    Optional.of(by),
                    Optional.of(subject.project()),
                    "labeler.paused",
                    subject.labeler().toString(),
                    Map.of("pause", id, "reason", reason),
                    now);
            tell.paused(subject, id, TellOfPause.By.ADMIN, Map.of(), now);
        }
        return outcome;
    }
}
