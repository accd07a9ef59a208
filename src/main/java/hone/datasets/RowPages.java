package hone.datasets;

import hone.contract.DatasetRecord;
import hone.contract.Message;
import hone.contract.Wire;
import hone.dataset.RowKind;
import hone.dataset.RowSearch;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The rows of a frozen dataset as their labelers saw them, page by page, either all of them or those that contain given words.
 * Frequent words are found by scanning from where the page begins, the others by the index, so neither way ever reads many rows.
 */
@ApplicationScoped
class RowPages {
    static final int ROWS = 20;
    private static final int DOCUMENT_LETTERS = 2_000;

    private final Sql sql;
    private final RowSearch search;

    RowPages(Sql sql, RowSearch search) {
        this.sql = sql;
        this.search = search;
    }

    /**
     * A row.
     *
     * @param row empty where it is hidden, or its text was deleted
     * @param judged who gave the judgment and when; empty of a prompt by itself
     */
    public record Line(
            long position,
            RowKind kind,
            String split,
            double weight,
            Optional<Double> margin,
            boolean hidden,
            Optional<DatasetRecord.Row> row,
            Optional<Judged> judged,
            boolean chosenFirst) {
        public List<Message> asked() {
            return row.filter(DatasetRecord.OfPrompt.class::isInstance)
                    .map(of -> ((DatasetRecord.OfPrompt) of).prompt())
                    .orElse(List.of());
        }

        /** In the order in which they were shown, if they were. */
        public List<Answer> answers() {
            return row.map(this::answers).orElse(List.of());
        }

        private List<Answer> answers(DatasetRecord.Row any) {
            return switch (any) {
                case DatasetRecord.Demonstration written -> List.of(new Answer("Written", "good", written.response()));
                case DatasetRecord.Preference pair -> {
                    Answer chosen = new Answer("Chosen", "good", pair.chosen());
                    Answer rejected = new Answer("Rejected", "line", pair.rejected());
                    yield chosenFirst ? List.of(chosen, rejected) : List.of(rejected, chosen);
                }
                case DatasetRecord.Rated rated -> List.of(new Answer(scales(rated), "info", rated.response()));
                case DatasetRecord.PromptOnly alone -> List.of();
                case DatasetRecord.Document document ->
                    List.of(new Answer(document.source().orElse("No source"), "line", beginning(document.text())));
            };
        }

        /** A page of twenty whole documents could have megabytes. */
        private static String beginning(String text) {
            return text.length() <= DOCUMENT_LETTERS
                    ? text
                    : text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, DOCUMENT_LETTERS))) + " …";
        }

        /** Whose text can be deleted on request, where it is one by itself. */
        public Optional<String> document() {
            return row.filter(DatasetRecord.Document.class::isInstance)
                    .map(of -> ((DatasetRecord.Document) of).documentId());
        }

        private static String scales(DatasetRecord.Rated rated) {
            StringBuilder said = new StringBuilder();
            rated.scales().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(scale -> said.append(said.isEmpty() ? "" : ", ")
                            .append(scale.getKey())
                            .append(' ')
                            .append(scale.getValue()));
            return said.isEmpty() ? "Rated" : said.toString();
        }
    }

    /** An answer and the decision about it. */
    public record Answer(String label, String tone, String text) {}

    /** Who gave a row's judgment; the source's name for an imported one. */
    public record Judged(
            UUID id, String who, boolean imported, boolean simulated, Instant at, Optional<UUID> task, String why) {}

    /** A page of rows, and where the next one begins. */
    public record Page(List<Line> lines, Optional<Long> next) {}

    Page all(UUID dataset, long from, UUID judge) {
        List<Long> positions = sql.list(
                "select position from dataset_member where dataset_id = ? and position >= ? order by position limit "
                        + (ROWS + 1),
                c -> c.number("position"),
                dataset,
                from);
        return page(dataset, positions, judge);
    }

    /** @param typed at least one word */
    Page with(String typed, UUID dataset, long from, UUID judge) {
        return page(dataset, search.find(dataset, typed, from, ROWS + 1), judge);
    }

    private Page page(UUID dataset, List<Long> positions, UUID judge) {
        List<Long> shown = positions.subList(0, Math.min(ROWS, positions.size()));
        return new Page(
                lines(dataset, shown, judge),
                positions.size() > ROWS ? Optional.of(positions.get(ROWS)) : Optional.empty());
    }

    private List<Line> lines(UUID dataset, List<Long> positions, UUID judge) {
        return sql.list(
                """
                select m.position, m.kind, m.split, m.weight, m.margin, m.row, may_still_be_asked(?, m.prompt_id) as hidden,
                       coalesce(m.judgment_id, m.imported_id) as judged, coalesce(l.display_name, r.name, '') as who, m.imported_id is not null as imported,
                       coalesce(j.simulated, i.simulated, false) as simulated,
                       coalesce(j.judged_at, i.decided_at, i.created_at) as at, j.task_id,
                       coalesce(j.rationale, i.rationale, '') as why,
                       -- An imported judgment was shown in no order that is known.
                       coalesce((select a.text = m.row::jsonb ->> 'chosen'
                                 from assignment_answer x join answer a on a.id = x.answer_id
                                 where x.assignment_id = j.assignment_id and m.kind = ? and m.row <> ''
                                   and a.text in (m.row::jsonb ->> 'chosen', m.row::jsonb ->> 'rejected')
                                 order by x.position limit 1), true) as chosen_first
                from dataset_member m left join judgment j on j.id = m.judgment_id left join labeler l on l.id = j.labeler_id
                left join imported_judgment i on i.id = m.imported_id left join imported_rater r on r.id = i.rater_id
                where m.dataset_id = ? and m.position = any(?) order by m.position""",
                c -> {
                    boolean hidden = c.flag("hidden");
                    String json = c.text("row");
                    return new Line(
                            c.number("position"),
                            RowKind.of(c.text("kind")),
                            c.text("split"),
                            c.real("weight"),
                            hidden ? Optional.empty() : c.maybeReal("margin"),
                            hidden,
                            hidden || json.isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(Wire.read(json, DatasetRecord.Row.class)),
                            hidden || c.maybeTime("at").isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(new Judged(
                                            c.id("judged"),
                                            c.text("who"),
                                            c.flag("imported"),
                                            c.flag("simulated"),
                                            c.time("at"),
                                            c.maybeId("task_id"),
                                            c.text("why"))),
                            c.flag("chosen_first"));
                },
                judge,
                RowKind.PAIR.wireName(),
                dataset,
                positions.toArray(Long[]::new));
    }
}
