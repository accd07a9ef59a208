package hone.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hone.contract.DatasetRecord;
import hone.contract.Message;
import hone.dataset.RowKind;
import hone.format.Columns;
import hone.format.Columns.Column;
import hone.format.Columns.Type;
import java.util.ArrayList;
import java.util.List;

/** The rows of a frozen dataset as the columns of tables, one table a kind of row, so that TRL trains on them as they are. */
final class DatasetTables {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Type NAMED_NUMBERS =
            new Type.ListOf(new Type.Struct(List.of(new Column("name", Type.TEXT), new Column("value", Type.WHOLE))));
    private static final Type NAMED_FLAGS =
            new Type.ListOf(new Type.Struct(List.of(new Column("name", Type.TEXT), new Column("value", Type.FLAG))));

    private DatasetTables() {}

    /** What readers call the table of a kind. */
    static String config(RowKind kind) {
        return switch (kind) {
            case WRITTEN -> "demonstrations";
            case PAIR -> "preferences";
            case RATED -> "ratings";
            case PROMPT -> "prompts";
            case DOCUMENT -> "documents";
        };
    }

    static Columns columns(RowKind kind) {
        if (kind == RowKind.DOCUMENT) {
            return new Columns(List.of(
                    new Column("position", Type.WHOLE),
                    new Column("document_id", Type.TEXT),
                    new Column("text", Type.TEXT),
                    new Column("source", Type.TEXT)));
        }
        List<Column> columns = new ArrayList<>(List.of(
                new Column("position", Type.WHOLE),
                new Column("prompt_id", Type.TEXT),
                new Column("prompt", Type.MESSAGES)));
        if (kind != RowKind.PROMPT) {
            columns.add(new Column("judgment_id", Type.TEXT));
        }
        columns.addAll(
                switch (kind) {
                    case WRITTEN -> List.of(new Column("completion", Type.MESSAGES), new Column("weight", Type.NUMBER));
                    case PAIR ->
                        List.of(
                                new Column("chosen", Type.MESSAGES),
                                new Column("rejected", Type.MESSAGES),
                                new Column("margin", Type.NUMBER),
                                new Column("weight", Type.NUMBER),
                                new Column("group", Type.TEXT));
                    case RATED ->
                        List.of(
                                new Column("completion", Type.MESSAGES),
                                new Column("scales", NAMED_NUMBERS),
                                new Column("flags", NAMED_FLAGS),
                                new Column("weight", Type.NUMBER));
                    case PROMPT, DOCUMENT -> List.<Column>of();
                });
        return new Columns(columns);
    }

    static ObjectNode row(DatasetRecord.Row row) {
        ObjectNode node = NODES.objectNode();
        node.put("position", row.position());
        if (row instanceof DatasetRecord.OfPrompt asked) {
            node.put("prompt_id", asked.promptId());
            ArrayNode prompt = node.putArray("prompt");
            asked.prompt().forEach(message -> turn(prompt, message));
        }
        switch (row) {
            case DatasetRecord.Demonstration r -> {
                node.put("judgment_id", r.judgmentId()).put("weight", r.weight());
                turn(node.putArray("completion"), Message.assistant(r.response()));
            }
            case DatasetRecord.Preference r -> {
                node.put("judgment_id", r.judgmentId())
                        .put("margin", r.margin())
                        .put("weight", r.weight())
                        .put("group", r.group());
                turn(node.putArray("chosen"), Message.assistant(r.chosen()));
                turn(node.putArray("rejected"), Message.assistant(r.rejected()));
            }
            case DatasetRecord.Rated r -> {
                node.put("judgment_id", r.judgmentId()).put("weight", r.weight());
                turn(node.putArray("completion"), Message.assistant(r.response()));
                ArrayNode scales = node.putArray("scales");
                new java.util.TreeMap<>(r.scales())
                        .forEach((name, step) ->
                                scales.addObject().put("name", name).put("value", step));
                ArrayNode flags = node.putArray("flags");
                new java.util.TreeMap<>(r.flags())
                        .forEach((name, set) ->
                                flags.addObject().put("name", name).put("value", set));
            }
            case DatasetRecord.PromptOnly _ -> {}
            case DatasetRecord.Document r -> {
                node.put("document_id", r.documentId()).put("text", r.text());
                r.source().ifPresent(source -> node.put("source", source));
            }
        }
        return node;
    }

    private static void turn(ArrayNode turns, Message message) {
        turns.addObject().put("role", message.role()).put("content", message.content());
    }
}
