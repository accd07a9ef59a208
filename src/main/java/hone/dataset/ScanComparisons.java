package hone.dataset;

import hone.contract.Message;
import hone.contract.PreferenceScan;
import hone.evaluation.poison.Finding;
import hone.evaluation.poison.JudgedRow;
import hone.evaluation.poison.OutsideScore;
import hone.evaluation.poison.PoisonScan;
import hone.kind.WorkKind;
import hone.project.Project;
import hone.project.ScanPolicy;
import hone.quarantine.Quarantine;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Looks through the comparisons of one freezing for planted ones ({@link PoisonScan}) and takes those that are held back out of the
 * chosen judgments. Both sides of the split are read, since planted rows spoil what is measured too. Imported comparisons are not:
 * a file says nothing about who gave them.
 */
@ApplicationScoped
class ScanComparisons {
    /** Of more, only the newest are read: so many of 1 KB take about 3 s of processor time, on two threads. */
    static final int ROWS_MAX = 20_000;

    /** The scan looks at 400 words of a text, which are hardly ever longer than this. */
    private static final int TEXT_MAX = 4_000;

    /** Of a long conversation, the end is read. */
    private static final int PROMPT_MAX = 2_000;

    /** All texts together: where they are long, fewer rows are read. */
    private static final long CHARACTERS_MAX = 40_000_000;

    private static final int PAGE = 1_000;
    private static final UUID NEWEST = new UUID(-1, -1);

    private final Sql sql;
    private final Quarantine quarantine;

    ScanComparisons(Sql sql, Quarantine quarantine) {
        this.sql = sql;
        this.quarantine = quarantine;
    }

    /**
     * What was read: the same judgment has the same place in both lists.
     *
     * @param expected by row, the probability of what was decided, said before by a reward model that had learned from no judgment of
     *     whoever decided: leaving one labeler out, as far as models are there that did
     */
    record Read(
            List<JudgedRow> rows, List<Quarantine.Scanned> judgments, Map<JudgedRow, Double> expected, boolean older) {
        /** Two equal rows may be of different judgments, so it is looked up by the row itself. */
        Optional<OutsideScore> score() {
            return expected.isEmpty() ? Optional.empty() : Optional.of(this::score);
        }

        private double score(JudgedRow row, String answer) {
            Double probability = expected.get(row);
            return probability == null ? Double.NaN : answer.equals(row.chosen()) ? probability : 1 - probability;
        }
    }

    /**
     * To be called once the judgments are chosen, while the project is held.
     *
     * @return for the manifest
     */
    PreferenceScan scan(Project project, UUID dataset, Instant now) {
        if (project.scan() == ScanPolicy.OFF) {
            return PreferenceScan.off();
        }
        Read read = newest(ROWS_MAX);
        PoisonScan scan = PoisonScan.of(read.rows(), read.score());
        List<UUID> held = scan.findings().isEmpty()
                ? List.of()
                : quarantine.enter(project.id, dataset, scan, read.judgments(), now);
        if (!held.isEmpty()) {
            sql.run("delete from chosen where not imported and id = any (?)", (Object) held.toArray(UUID[]::new));
        }
        return new PreferenceScan(
                PreferenceScan.ON,
                read.rows().size(),
                ROWS_MAX,
                read.older(),
                held.size(),
                byKind(scan.findings()),
                Optional.of((long) read.expected().size()));
    }

    private static Map<String, PreferenceScan.Found> byKind(List<Finding> findings) {
        Map<String, PreferenceScan.Found> byKind = new HashMap<>();
        for (Finding finding : findings) {
            PreferenceScan.Found one =
                    new PreferenceScan.Found(1, finding.test().map(Finding.Test::q));
            byKind.merge(finding.kind().word(), one, ScanComparisons::together);
        }
        return byKind;
    }

    private static PreferenceScan.Found together(PreferenceScan.Found one, PreferenceScan.Found other) {
        return new PreferenceScan.Found(
                one.count() + other.count(),
                Stream.of(one, other).flatMap(found -> found.q().stream()).min(Double::compare));
    }

    /** Those of the chosen comparisons in which one answer is preferred, the newest ones, newest first. */
    Read newest(int most) {
        Texts texts = new Texts();
        List<JudgedRow> rows = new ArrayList<>();
        List<Quarantine.Scanned> judgments = new ArrayList<>();
        Map<JudgedRow, Double> expected = new IdentityHashMap<>();
        List<Chosen> page = page(NEWEST);
        while (!page.isEmpty()) {
            List<Compared> compared =
                    page.stream().flatMap(one -> one.compared().stream()).toList();
            int taken = texts.characters < CHARACTERS_MAX ? Math.min(compared.size(), most - rows.size()) : 0;
            texts.read(compared.subList(0, taken));
            for (Compared one : compared.subList(0, taken)) {
                JudgedRow row = texts.row(one);
                rows.add(row);
                one.expected().ifPresent(probability -> expected.put(row, probability));
                judgments.add(new Quarantine.Scanned(one.judgment(), one.labeler()));
            }
            if (taken < compared.size()) {
                return new Read(rows, judgments, expected, true);
            }
            page = page(page.getLast().id());
        }
        return new Read(rows, judgments, expected, false);
    }

    /**
     * @param at empty for scripts, which read in no time
     * @param expected see {@link Read}
     */
    private record Compared(
            UUID judgment,
            UUID labeler,
            UUID prompt,
            UUID chosen,
            UUID rejected,
            Optional<Instant> at,
            Optional<Double> expected) {}

    /** @param compared empty for other kinds of work, and where no answer was preferred */
    private record Chosen(UUID id, Optional<Compared> compared) {}

    /** Each judgment is looked up by its key: any other plan would read all judgments for each page. */
    private List<Chosen> page(UUID before) {
        return sql.list(
                """
                select j.id, j.labeler_id, j.prompt_id, j.verdict ->> 'chosen' as chosen, j.verdict ->> 'rejected' as rejected,
                  case when not j.simulated then j.judged_at end as at,
                  j.kind = ? and j.verdict ->> 'chosen' is not null as preferred,
                  (select w.probability from prediction w
                   where w.judgment_id = j.id and w.dataset_id is not null and not exists (
                     select 1 from dataset_labeler d where d.dataset_id = w.dataset_id and d.labeler_id = j.labeler_id)) as expected
                from (select id from chosen where not imported and id < ? order by id desc limit %d) c
                cross join lateral (select * from judgment x where x.id = c.id offset 0) j
                order by j.id desc""".formatted(PAGE),
                c -> new Chosen(c.id("id"), c.flag("preferred") ? Optional.of(compared(c)) : Optional.empty()),
                WorkKind.COMPARISON.wireName(),
                before);
    }

    private static Compared compared(Sql.Cells c) throws SQLException {
        return new Compared(
                c.id("id"),
                c.id("labeler_id"),
                c.id("prompt_id"),
                UUID.fromString(c.text("chosen")),
                UUID.fromString(c.text("rejected")),
                c.maybeTime("at"),
                c.maybeReal("expected"));
    }

    /** The beginnings of prompts and answers, each once: several people judge the same ones. */
    private final class Texts {
        private final Map<UUID, String> prompts = new HashMap<>();
        private final Map<UUID, String> answers = new HashMap<>();
        private long characters;

        void read(List<Compared> page) {
            UUID[] asked = missing(prompts, page.stream().map(Compared::prompt));
            sql.list(
                    "select id, messages from prompt where id = any (?)",
                    c -> keep(prompts, c.id("id"), said(c.id("id"), c.text("messages"))),
                    (Object) asked);
            UUID[] named = missing(answers, page.stream().flatMap(one -> Stream.of(one.chosen(), one.rejected())));
            sql.list(
                    "select id, left(text, %d) as text from answer where id = any (?)".formatted(TEXT_MAX),
                    c -> keep(answers, c.id("id"), c.text("text")),
                    (Object) named);
        }

        private static UUID[] missing(Map<UUID, String> known, Stream<UUID> wanted) {
            return wanted.filter(id -> !known.containsKey(id)).distinct().toArray(UUID[]::new);
        }

        private String keep(Map<UUID, String> texts, UUID id, String text) {
            texts.put(id, text);
            characters += text.length();
            return text;
        }

        /** What stands last in a conversation is answered, so its end is what counts. */
        private static String said(UUID prompt, String messages) {
            StringBuilder said = new StringBuilder();
            for (Message message : ChosenJudgments.conversation(messages, prompt)) {
                said.append(message.content()).append('\n');
            }
            return said.substring(Math.max(0, said.length() - PROMPT_MAX));
        }

        JudgedRow row(Compared one) {
            boolean inOrder = one.chosen().compareTo(one.rejected()) < 0;
            return new JudgedRow(
                    one.labeler().toString(),
                    inOrder ? one.chosen() + " " + one.rejected() : one.rejected() + " " + one.chosen(),
                    Objects.requireNonNull(prompts.get(one.prompt())),
                    Objects.requireNonNull(answers.get(one.chosen())),
                    Objects.requireNonNull(answers.get(one.rejected())),
                    one.at());
        }
    }
}
