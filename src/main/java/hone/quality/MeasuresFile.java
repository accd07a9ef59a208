package hone.quality;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.format.Columns;
import hone.format.Columns.Column;
import hone.format.Columns.Type;
import hone.format.Container;
import hone.format.FileOfRows;
import hone.format.RowWriter;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** The measures of a project as a table for other programs. Nobody is in it: people leave Hone under pseudonyms, with an export. */
@ApplicationScoped
class MeasuresFile {
    private static final Columns COLUMNS = new Columns(List.of(
            new Column("scope", Type.TEXT),
            new Column("guideline_version", Type.WHOLE),
            new Column("week", Type.TEXT),
            new Column("kind", Type.TEXT),
            new Column("criterion", Type.TEXT),
            new Column("measure", Type.TEXT),
            new Column("judgments", Type.WHOLE),
            new Column("simulated", Type.WHOLE),
            new Column("items", Type.WHOLE),
            new Column("estimate", Type.NUMBER),
            new Column("low", Type.NUMBER),
            new Column("high", Type.NUMBER),
            new Column("undefined", Type.TEXT),
            new Column("raw", Type.NUMBER)));

    private static final int ROWS_MAX = 10_000;

    private final Sql sql;

    MeasuresFile(Sql sql) {
        this.sql = sql;
    }

    byte[] of(UUID project) {
        List<ObjectNode> rows = sql.list("""
                select m.scope, v.number, m.week, %s from quality_measure m
                left join guideline_version v on v.id = m.guideline_version_id
                where m.project_id = ? order by m.kind, m.form, m.criterion, m.scope, v.number, m.week limit %d""".formatted(Agreement.COLUMNS, ROWS_MAX), MeasuresFile::row, project);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (RowWriter file = FileOfRows.of(Container.CSV, COLUMNS, bytes)) {
            for (ObjectNode row : rows) {
                file.write(row);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static ObjectNode row(Sql.Cells c) throws SQLException {
        Agreement agreement = Agreement.read(c);
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("scope", c.text("scope"));
        c.maybeNumber("number").ifPresent(number -> row.put("guideline_version", number));
        c.maybeText("week").ifPresent(week -> row.put("week", week));
        row.put("kind", agreement.subject().kind().wireName());
        row.put("criterion", agreement.subject().criterion());
        row.put("measure", agreement.subject().form() == Form.ORDER ? "kendall-tau-b" : "krippendorff-alpha");
        row.put("judgments", agreement.judgments());
        row.put("simulated", agreement.simulated());
        row.put("items", agreement.items());
        agreement.estimate().ifPresent(value -> row.put("estimate", value));
        agreement.interval().ifPresent(interval -> {
            row.put("low", interval.low());
            row.put("high", interval.high());
        });
        row.put("undefined", agreement.undefined());
        agreement.raw().ifPresent(value -> row.put("raw", value));
        return row;
    }
}
