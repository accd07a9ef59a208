package hone.dataset;

import hone.contract.DatasetRecord;
import hone.contract.Kind;
import hone.contract.Split;
import hone.contract.Wire;
import hone.dataset.ChosenJudgments.Read;
import hone.dataset.TrainingRows.Draft;
import hone.dataset.TrainingRows.Yield;
import hone.web.CopiedRows;
import hone.web.Sql;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the rows of one dataset, page by page in their order, as they are then copied into the database. One thread at a time. */
final class RowBuilder {
    private static final byte[] POSITION = ",\"position\":".getBytes(StandardCharsets.UTF_8);
    private static final byte[] PROMPT = ",\"promptId\":".getBytes(StandardCharsets.UTF_8);
    private static final byte[] WEIGHT = ",\"weight\":".getBytes(StandardCharsets.UTF_8);

    private final UUID dataset;
    private final PromptSplit split;
    private final double weightMin;
    private final Tally tally;
    private final SendWhileFreezing.RowsOnTheirWay sent;

    RowBuilder(UUID dataset, PromptSplit split, Definition chosen, Tally tally, SendWhileFreezing.RowsOnTheirWay sent) {
        this.dataset = dataset;
        this.split = split;
        this.weightMin = chosen.weightMin().orElse(0.0);
        this.tally = tally;
        this.sent = sent;
    }

    /** The rows of a page, and what is kept of each of its judgments: each writes itself where it is copied to. */
    record Page(List<Sql.Rows> members, List<Sql.Rows> given, List<Sql.Rows> imported, List<Sql.Rows> documents) {
        private static final List<String> MEMBER = List.of(
                "dataset_id",
                "position",
                "judgment_id",
                "imported_id",
                "prompt_id",
                "kind",
                "split",
                "weight",
                "margin",
                "row");
        private static final List<String> DOCUMENT =
                List.of("dataset_id", "position", "document_id", "kind", "split", "weight", "row");
        private static final List<String> GIVEN =
                List.of("dataset_id", "judgment_id", "guideline_version_id", "digest", "weight", "held_out");
        private static final List<String> IMPORTED =
                List.of("dataset_id", "imported_id", "digest", "weight", "held_out");

        static Page empty() {
            return new Page(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        void copy(Sql sql) {
            copy(sql, "dataset_member", MEMBER, members);
            copy(sql, "dataset_judgment", GIVEN, given);
            copy(sql, "dataset_imported", IMPORTED, imported);
            copy(sql, "dataset_member", DOCUMENT, documents);
        }

        private static void copy(Sql sql, String table, List<String> columns, List<Sql.Rows> rows) {
            if (!rows.isEmpty()) {
                sql.copy(table, columns, copied -> rows.forEach(row -> row.write(copied)));
            }
        }
    }

    /** @param answers the texts that the page's verdicts name */
    Page of(List<Read> judgments, Map<UUID, String> answers) {
        Page page = Page.empty();
        for (Read read : judgments) {
            TrainingRows.Judged judged =
                    new TrainingRows.Judged(read.id(), read.promptId(), read.prompt(), read.verdict(), answers);
            tally.judgment(read);
            switch (TrainingRows.of(judged)) {
                case Yield.Tie tie -> {
                    tally.tie();
                    kept(page, read, List.of(), Wire.sha256());
                }
                case Yield.BothBad bad -> {
                    tally.bothBad();
                    kept(page, read, List.of(), Wire.sha256());
                }
                case Yield.Rows rows -> rows(page, read, judged, softened(read, weighed(read, rows.rows())));
            }
        }
        return page;
    }

    /** The weight given by its source, at most 1; without those below the definition's minimum. */
    private List<Draft> weighed(Read read, List<Draft> drafts) {
        return drafts.stream()
                .map(draft -> draft.from(
                        read.counted().margin(), Math.min(1, read.counted().weight())))
                .filter(draft -> draft.weight() > 0 && draft.weight() >= weightMin)
                .toList();
    }

    /**
     * What is trained on as a probability is a row in each order: the logistic loss is linear in its label, so that is the loss of the
     * label p exactly. What is held out stays as it was judged, because a row and its opposite would say nothing of a model.
     */
    private List<Draft> softened(Read read, List<Draft> drafts) {
        if (read.counted().likely().isEmpty()) {
            return drafts;
        }
        double likely = read.counted().likely().getAsDouble();
        boolean trained = split.of(read.anchor()) == Split.TRAIN;
        return drafts.stream()
                .flatMap(draft -> draft instanceof Draft.Pair pair && trained
                        ? Stream.<Draft>of(pair.from(OptionalDouble.empty(), likely), pair.opposite(1 - likely))
                        : Stream.of(draft.from(OptionalDouble.empty(), likely)))
                .filter(draft -> draft.weight() > 0)
                .toList();
    }

    private void rows(Page page, Read read, TrainingRows.Judged judged, List<Draft> drafts) {
        MessageDigest digest = Wire.sha256();
        Split side = split.of(read.anchor());
        String of = (read.imported() ? "Imported judgment " : "Judgment ") + read.id();
        for (Draft draft : drafts) {
            DatasetRecord.Row row = draft.at(tally.rows(), side, judged);
            byte[] canonical = tally.row(row, of);
            sent.row(Kind.nameOf(row), canonical);
            page.members().add(copied -> {
                copied.row().id(dataset).large(row.position());
                given(copied, read);
                copied.id(read.promptId())
                        .text(Kind.nameOf(row))
                        .text(side.wireName())
                        .real(draft.weight());
                margin(copied, draft.margin());
                copied.utf8(canonical);
            });
            digestOf(digest, canonical);
        }
        if (!drafts.isEmpty()) {
            tally.gave(read, drafts.size());
        }
        kept(page, read, drafts, digest);
    }

    private static void margin(CopiedRows copied, @Nullable Double margin) {
        if (margin == null) {
            copied.none();
        } else {
            copied.real(margin);
        }
    }

    private static void given(CopiedRows members, Read read) {
        if (read.imported()) {
            members.none().id(read.id());
        } else {
            members.id(read.id()).none();
        }
    }

    private void kept(Page page, Read read, List<Draft> drafts, MessageDigest digest) {
        List<Sql.Rows> rows = read.imported() ? page.imported() : page.given();
        long digested = ByteBuffer.wrap(digest.digest()).getLong();
        double weight = drafts.stream().mapToDouble(Draft::weight).sum();
        boolean heldOut = split.of(read.anchor()) == Split.HELD_OUT;
        rows.add(copied -> {
            copied.row().id(dataset).id(read.id());
            if (!read.imported()) {
                copied.id(read.guideline());
            }
            if (drafts.isEmpty()) {
                copied.none();
            } else {
                copied.large(digested);
            }
            copied.real(weight).flag(heldOut);
        });
    }

    /**
     * What is the same in every dataset: a row without its position, split and weight, a line feed between two. Versions before this
     * one are brought to the same by their migration.
     */
    private static void digestOf(MessageDigest digest, byte[] row) {
        digest.update(row, 0, indexOf(row, POSITION, 0));
        int prompt = indexOf(row, PROMPT, 0);
        int weight = lastIndexOf(row, WEIGHT);
        digest.update(row, prompt, weight - prompt);
        digest.update((byte) '}');
        digest.update((byte) '\n');
    }

    private static int indexOf(byte[] row, byte[] word, int from) {
        for (int at = from; at <= row.length - word.length; at++) {
            if (matches(row, at, word)) {
                return at;
            }
        }
        throw new IllegalStateException("a row without " + new String(word, StandardCharsets.UTF_8));
    }

    private static int lastIndexOf(byte[] row, byte[] word) {
        for (int at = row.length - word.length; at >= 0; at--) {
            if (matches(row, at, word)) {
                return at;
            }
        }
        throw new IllegalStateException("a row without " + new String(word, StandardCharsets.UTF_8));
    }

    private static boolean matches(byte[] row, int at, byte[] word) {
        for (int i = 0; i < word.length; i++) {
            if (row[at + i] != word[i]) {
                return false;
            }
        }
        return true;
    }

    /** A prompt on its own, for PPO. */
    record Alone(UUID id, UUID anchor, String messages) {}

    /** Every prompt on its own: what PPO answers, judged or not, on the side of the split where its judged rows are. */
    Page alone(List<Alone> prompts) {
        Page page = Page.empty();
        for (Alone prompt : prompts) {
            Split side = split.of(prompt.anchor());
            DatasetRecord.Row row = new DatasetRecord.PromptOnly(
                    tally.rows(),
                    side,
                    prompt.id().toString(),
                    ChosenJudgments.conversation(prompt.messages(), prompt.id()));
            byte[] canonical = tally.row(row, "Prompt " + prompt.id());
            sent.row(RowKind.PROMPT.wireName(), canonical);
            page.members()
                    .add(copied -> copied.row()
                            .id(dataset)
                            .large(row.position())
                            .none()
                            .none()
                            .id(prompt.id())
                            .text(RowKind.PROMPT.wireName())
                            .text(side.wireName())
                            .real(1)
                            .none()
                            .utf8(canonical));
        }
        return page;
    }

    /** Texts to pre-train on, which have a split of their own: what is judged here says nothing about them. */
    Page documents(List<ChosenDocuments.Read> documents, PromptSplit ofDocuments) {
        Page page = Page.empty();
        for (ChosenDocuments.Read document : documents) {
            Split side = ofDocuments.of(document.id());
            DatasetRecord.Row row = new DatasetRecord.Document(
                    tally.rows(), side, document.id().toString(), document.text(), document.source());
            byte[] canonical = tally.row(row, "Document " + document.id());
            sent.row(RowKind.DOCUMENT.wireName(), canonical);
            page.documents()
                    .add(copied -> copied.row()
                            .id(dataset)
                            .large(row.position())
                            .id(document.id())
                            .text(RowKind.DOCUMENT.wireName())
                            .text(side.wireName())
                            .real(1)
                            .utf8(canonical));
        }
        return page;
    }
}
