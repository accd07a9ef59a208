package hone.imports;

import hone.contract.Wire;
import hone.format.Decision;
import hone.format.Facts;
import hone.format.Rater;
import hone.imports.Stretch.Remark;
import hone.judgment.Verdict;
import hone.web.Sql;
import hone.web.Uuid7;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Stores the decisions of a file as imported judgments; nobody here was handed a task for them. */
@ApplicationScoped
class StoreDecisions {
    private static final List<String> COLUMNS = List.of(
            "id",
            "project_id",
            "prompt_id",
            "kind",
            "verdict",
            "verdict_version",
            "margin",
            "as_given",
            "rater_id",
            "simulated",
            "weight",
            "rationale",
            "rules",
            "seconds",
            "decided_at",
            "import_id",
            "row_number",
            "fingerprint",
            "created_at");

    private final Sql sql;
    private final ComesAgain comesAgain;

    StoreDecisions(Sql sql, ComesAgain comesAgain) {
        this.sql = sql;
        this.comesAgain = comesAgain;
    }

    /** @param answers the ids of its row's responses, in order */
    record Decided(Incoming row, UUID prompt, Decision decision, List<UUID> answers) {}

    record Stored(int added, List<Remark> remarks) {}

    /** What identifies a decision when the same file is imported again. */
    private record Once(UUID prompt, UUID fingerprint) {}

    /** @param before prompts that existed before; others have no judgments yet */
    @Transactional(Transactional.TxType.MANDATORY)
    Stored store(ImportBatch batch, List<Decided> decided, Set<UUID> before, Instant now) {
        if (decided.isEmpty()) {
            return new Stored(0, List.of());
        }
        Set<Once> known = known(decided, before);
        Map<Rater, UUID> raters = raters(batch.projectId, decided);
        Map<UUID, Long> byRater = new TreeMap<>();
        List<Remark> remarks = new ArrayList<>();
        List<ComesAgain.Known> again = new ArrayList<>();
        long added = sql.copy("imported_judgment", COLUMNS, rows -> {
            for (Decided one : decided) {
                GivenVerdict given = GivenVerdict.of(one.decision(), one.answers());
                Facts facts = one.decision().facts();
                String verdict = Wire.write(given.verdict());
                UUID fingerprint = fingerprint(one.row(), verdict, facts);
                if (!known.add(new Once(one.prompt(), fingerprint))) {
                    again.add(new ComesAgain.Known(
                            one.prompt(), fingerprint, one.row().row()));
                    continue;
                }
                UUID rater = facts.rater().map(raters::get).orElse(null);
                if (rater != null) {
                    byRater.merge(rater, 1L, Long::sum);
                }
                if (given.asGiven().isPresent()) {
                    remarks.add(
                            new Remark(
                                    one.row().row(),
                                    "Its ratings are not all of 1 to 7: they count as the nearest of these here, and are kept as given."));
                }
                rows.row()
                        .id(Uuid7.next())
                        .id(batch.projectId)
                        .id(one.prompt())
                        .text(given.verdict().workKind().wireName())
                        .json(verdict.getBytes(StandardCharsets.UTF_8))
                        .number(Verdict.VERSION)
                        .real(given.margin())
                        .json(given.asGiven().map(Wire::bytes).orElse(null))
                        .id(rater)
                        .flag(facts.rater()
                                .filter(r -> r.nature() == Rater.Nature.SIMULATED)
                                .isPresent())
                        .real(facts.weight().orElse(1))
                        .text(facts.reason().orElse(null))
                        .texts(facts.citedRules())
                        .real(facts.seconds())
                        .time(facts.decidedAt())
                        .id(batch.id)
                        .large(one.row().row())
                        .id(fingerprint)
                        .time(now);
            }
        });
        Map<Optional<UUID>, Long> back = comesAgain.judgments(batch, again);
        back.forEach((rater, more) -> rater.ifPresent(id -> byRater.merge(id, more, Long::sum)));
        count(byRater);
        long counting = back.values().stream().mapToLong(Long::longValue).sum();
        return new Stored((int) (added + counting), remarks);
    }

    private Set<Once> known(List<Decided> decided, Set<UUID> before) {
        UUID[] prompts = decided.stream()
                .map(Decided::prompt)
                .filter(before::contains)
                .distinct()
                .toArray(UUID[]::new);
        return prompts.length == 0
                ? new HashSet<>()
                : new HashSet<>(sql.list(
                        "select prompt_id, fingerprint from imported_judgment where prompt_id = any(?)",
                        c -> new Once(c.id("prompt_id"), c.id("fingerprint")),
                        (Object) prompts));
    }

    /** There are few raters, and each exists once they have decided something. */
    private Map<Rater, UUID> raters(UUID project, List<Decided> decided) {
        Map<Rater, UUID> raters = new HashMap<>();
        decided.stream()
                .flatMap(one -> one.decision().facts().rater().stream())
                .distinct()
                .forEach(rater -> {
                    sql.run(
                            "insert into imported_rater (id, project_id, name, nature) values (?, ?, ?, ?) on conflict do nothing",
                            Uuid7.next(),
                            project,
                            rater.name(),
                            nature(rater));
                    raters.put(
                            rater,
                            sql.first(
                                            "select id from imported_rater where project_id = ? and name = ? and nature = ?",
                                            c -> c.id("id"),
                                            project,
                                            rater.name(),
                                            nature(rater))
                                    .orElseThrow());
                });
        return raters;
    }

    private static String nature(Rater rater) {
        return rater.nature().name().toLowerCase(Locale.ROOT);
    }

    private void count(Map<UUID, Long> byRater) {
        byRater.forEach((rater, more) ->
                sql.run("update imported_rater set judgments = judgments + ? where id = ?", more, rater));
    }

    /**
     * What was decided, by whom and when. Two unnamed people who make the same decision about the same answers are distinguished
     * by the ids of their rows, if there are any.
     */
    private static UUID fingerprint(Incoming row, String verdict, Facts facts) {
        MessageDigest digest = Wire.sha256();
        for (String part : List.of(
                verdict,
                facts.rater().map(rater -> rater.nature() + " " + rater.name()).orElse(""),
                facts.id().or(row.from()::sourceId).orElse(""),
                facts.decidedAt().map(Instant::toString).orElse(""))) {
            digest.update(part.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        return new UUID(hash.getLong(), hash.getLong());
    }
}
