package hone.export;

import hone.contract.DatasetRecord;
import hone.contract.DatasetRecord.Manifest;
import hone.contract.LabelWeights;
import hone.contract.Split;
import hone.contract.Wire;
import hone.dataset.Dataset;
import hone.dataset.RowKind;
import hone.format.Container;
import hone.format.FileOfRows;
import hone.format.RowWriter;
import hone.judgment.Counting;
import hone.kind.WorkKind;
import hone.project.Project;
import hone.web.SqlSnapshot;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.Deflater;

/**
 * A frozen dataset as a directory that Hugging Face's {@code datasets} loads: the manifest, a file of rows for each kind and split,
 * and a card. As JSON lines the rows are the frozen bytes, so that the hash can be checked; as Parquet they are columns.
 */
final class WriteDataset implements ExportBody {
    private static final int ROWS_AT_A_TIME = 500;
    /** Each may have 900 KiB. */
    private static final int DOCUMENTS_AT_A_TIME = 16;

    private final Project project;
    private final Dataset dataset;
    private final Container container;
    private final Pseudonyms pseudonyms;

    WriteDataset(Project project, Dataset dataset, Container container, Pseudonyms pseudonyms) {
        this.project = project;
        this.dataset = dataset;
        this.container = container;
        this.pseudonyms = pseudonyms;
    }

    @Override
    public void write(SqlSnapshot snapshot, OutputStream out, Progress progress)
            throws IOException, InterruptedException {
        Manifest manifest = underPseudonyms(dataset.manifest);
        List<DataCard.RowsFile> files = new ArrayList<>();
        long rows = 0;
        // A Parquet file is packed already.
        try (Archive archive =
                new Archive(out, container == Container.PARQUET ? Deflater.NO_COMPRESSION : Deflater.BEST_SPEED)) {
            archive.entry("manifest.json", file -> file.write(Wire.bytes(manifest)));
            for (RowKind kind : RowKind.values()) {
                for (Split split : Split.values()) {
                    rows += rows(snapshot, archive, kind, split, files, rows, progress);
                }
            }
            String card = card(snapshot, manifest, files).markdown();
            archive.entry("README.md", file -> file.write(card.getBytes(StandardCharsets.UTF_8)));
        }
        progress.told(report(rows));
    }

    private static int atATime(RowKind kind) {
        return kind == RowKind.DOCUMENT ? DOCUMENTS_AT_A_TIME : ROWS_AT_A_TIME;
    }

    private ExportReport report(long rows) {
        long judgments =
                dataset.manifest.labelers().values().stream().mapToLong(n -> n).sum();
        return new ExportReport(rows, judgments, rows, 0, Map.of(), List.of());
    }

    private long rows(
            SqlSnapshot snapshot,
            Archive archive,
            RowKind kind,
            Split split,
            List<DataCard.RowsFile> files,
            long before,
            Progress progress)
            throws IOException, InterruptedException {
        try (SqlSnapshot.Cursor<String> members = snapshot.cursor(
                """
                select row from dataset_member
                where dataset_id = ? and kind = ? and split = ? and row <> '' order by position""", atATime(kind), c -> c.text("row"), dataset.id, kind.wireName(), split.wireName())) {
            List<String> some = members.next(atATime(kind));
            if (some.isEmpty()) {
                return 0;
            }
            long[] written = {0};
            String side = split == Split.TRAIN ? "train" : "held_out";
            String name =
                    "data/" + DatasetTables.config(kind) + "/" + side + "-00000-of-00001." + container.extension();
            archive.entry(name, file -> written[0] = write(members, some, kind, file, before, progress));
            files.add(new DataCard.RowsFile(kind, split, name, written[0]));
            return written[0];
        }
    }

    private long write(
            SqlSnapshot.Cursor<String> members,
            List<String> first,
            RowKind kind,
            OutputStream file,
            long before,
            Progress progress)
            throws IOException, InterruptedException {
        long written = 0;
        List<String> some = first;
        try (RowWriter table = container == Container.JSON_LINES
                ? new Verbatim()
                : FileOfRows.of(container, DatasetTables.columns(kind), file)) {
            while (!some.isEmpty()) {
                for (String row : some) {
                    if (container == Container.JSON_LINES) {
                        file.write(row.getBytes(StandardCharsets.UTF_8));
                        file.write('\n');
                    } else {
                        table.write(DatasetTables.row(Wire.read(row, DatasetRecord.Row.class)));
                    }
                }
                written += some.size();
                progress.told(report(before + written));
                some = members.next(atATime(kind));
            }
        }
        return written;
    }

    private Manifest underPseudonyms(Manifest m) {
        Map<String, Long> labelers = new LinkedHashMap<>();
        m.labelers().forEach((id, judgments) -> labelers.put(pseudonyms.of(UUID.fromString(id)), judgments));
        return new Manifest(
                m.datasetId(),
                m.attempt(),
                m.rows(),
                m.sha256(),
                m.kinds(),
                m.splits(),
                m.guidelines(),
                labelers,
                m.simulatedJudgments(),
                m.ties(),
                m.bothBad(),
                m.importedJudgments(),
                m.weights().map(this::underPseudonyms),
                m.scan(),
                m.frozenAt());
    }

    private LabelWeights underPseudonyms(LabelWeights weights) {
        Map<String, LabelWeights.Reliability> labelers = new LinkedHashMap<>();
        weights.labelers().forEach((id, found) -> labelers.put(pseudonyms.of(UUID.fromString(id)), found));
        return new LabelWeights(weights.policy(), weights.threshold(), labelers, weights.leftOut(), weights.whyNot());
    }

    private DataCard card(SqlSnapshot snapshot, Manifest manifest, List<DataCard.RowsFile> files) {
        return new DataCard(
                project.name,
                project.description,
                dataset.number,
                manifest,
                files,
                counts(snapshot, "coalesce(p.source, b.file_name, 'written in Hone')"),
                counts(snapshot, "p.license"),
                counts(snapshot, "p.language"),
                agreements(snapshot),
                new DataCard.Blemishes(withdrawn(snapshot), nearDuplicates(snapshot), dataset.deletedRows));
    }

    private long withdrawn(SqlSnapshot snapshot) {
        return snapshot.list("""
                        select count(*) as n from dataset_judgment d join judgment j on j.id = d.judgment_id
                        where d.dataset_id = ? and not (%s)""".formatted(Counting.STANDS), c -> c.number("n"), dataset.id)
                .getFirst();
    }

    private long nearDuplicates(SqlSnapshot snapshot) {
        return snapshot.list("""
                        select count(*) as n from (select distinct prompt_id from dataset_member where dataset_id = ?) d
                        join prompt p on p.id = d.prompt_id where p.anchor_id <> p.id""", c -> c.number("n"), dataset.id).getFirst();
    }

    /** Of people and of scripts, each if there is any. */
    private List<DataCard.Agreement> agreements(SqlSnapshot snapshot) {
        return snapshot.list(
                """
                select simulated, count(*) as tasks, sum(pairs) as pairs, sum(agreeing) as agreeing from (
                  select simulated, task_id, sum(n) * (sum(n) - 1) / 2 as pairs, sum(n * (n - 1) / 2) as agreeing from (
                    select j.simulated, j.task_id, count(*) as n
                    from dataset_judgment d join judgment j on j.id = d.judgment_id
                    where d.dataset_id = ? and j.kind = ?
                    group by j.simulated, j.task_id, coalesce(j.verdict ->> 'chosen', j.verdict ->> 'kind')) said
                  group by simulated, task_id having sum(n) > 1) tasks
                group by simulated order by simulated""",
                c -> new DataCard.Agreement(
                        c.flag("simulated"), c.number("tasks"), c.number("pairs"), c.number("agreeing")),
                dataset.id,
                WorkKind.COMPARISON.wireName());
    }

    /** Of how many prompts and documents something is true, the most first. */
    private Map<String, Long> counts(SqlSnapshot snapshot, String what) {
        Map<String, Long> counts = new LinkedHashMap<>();
        snapshot.list("""
                select what, sum(n) as n from (
                  select %s as what, count(*) as n
                  from (select distinct prompt_id from dataset_member where dataset_id = ?) d
                  join prompt p on p.id = d.prompt_id left join import_batch b on b.id = p.import_id group by 1
                  union all
                  select %1$s as what, count(*) as n
                  from dataset_member m join document p on p.id = m.document_id left join import_batch b on b.id = p.import_id
                  where m.dataset_id = ? and m.document_id is not null group by 1) known
                where what is not null group by 1 order by 2 desc, 1 limit 100""".formatted(what), c -> counts.put(c.text("what"), c.number("n")), dataset.id, dataset.id);
        return counts;
    }

    /** Nothing but to be closed. */
    private static final class Verbatim implements RowWriter {
        @Override
        public void write(com.fasterxml.jackson.databind.node.ObjectNode row) {
            throw new IllegalStateException("the frozen bytes are written as they are");
        }

        @Override
        public void close() {}
    }
}
