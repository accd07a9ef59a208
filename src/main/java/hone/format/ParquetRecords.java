package hone.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hardwood.metadata.RepetitionType;
import dev.hardwood.reader.ColumnReaders;
import dev.hardwood.schema.FileSchema;
import dev.hardwood.schema.SchemaNode;
import java.util.ArrayList;
import java.util.List;

/** Puts records together again from the columns of their leaves, as the file's schema says. */
final class ParquetRecords {
    private final List<Field> fields = new ArrayList<>();
    private final List<ParquetLeaf> leaves = new ArrayList<>();
    private final ColumnReaders columns;

    ParquetRecords(FileSchema schema, ColumnReaders columns) {
        this.columns = columns;
        schema.getRootNode().children().forEach(child -> fields.add(field(child, 0)));
    }

    /** How a field of the schema is read. */
    private sealed interface Field {
        String name();

        /** Tells by its levels what there is; all leaves below a field agree on that. */
        ParquetLeaf guide();

        List<ParquetLeaf> leaves();

        record Value(String name, ParquetLeaf guide) implements Field {
            @Override
            public List<ParquetLeaf> leaves() {
                return List.of(guide);
            }
        }

        /** @param defined from this level on it is there */
        record Struct(String name, int defined, List<Field> fields, List<ParquetLeaf> leaves) implements Field {
            @Override
            public ParquetLeaf guide() {
                return leaves.getFirst();
            }
        }

        /**
         * @param filled from this level on there is an element
         * @param level of repetition
         */
        record ListOf(String name, int defined, int filled, int level, Field element) implements Field {
            @Override
            public ParquetLeaf guide() {
                return element.guide();
            }

            @Override
            public List<ParquetLeaf> leaves() {
                return element.leaves();
            }
        }

        /** A list of keys with their values. */
        record Named(ListOf entries) implements Field {
            @Override
            public String name() {
                return entries.name();
            }

            @Override
            public ParquetLeaf guide() {
                return entries.guide();
            }

            @Override
            public List<ParquetLeaf> leaves() {
                return entries.leaves();
            }
        }
    }

    /** @param placed the definition level of the innermost list above */
    private Field field(SchemaNode node, int placed) {
        if (node.repetitionType() == RepetitionType.REPEATED) {
            // A list of older writers: the field itself is repeated.
            int filled = node.maxDefinitionLevel();
            return new Field.ListOf(node.name(), filled - 1, filled, node.maxRepetitionLevel(), plain(node, filled));
        }
        if (node instanceof SchemaNode.GroupNode group && (group.isList() || group.isMap()) && isWrapped(group)) {
            SchemaNode repeated = group.children().getFirst();
            int filled = repeated.maxDefinitionLevel();
            SchemaNode inner = group.isList() ? group.getListElement() : repeated;
            Field element = inner == repeated || inner.repetitionType() == RepetitionType.REPEATED
                    ? plain(inner, filled)
                    : field(inner, filled);
            Field.ListOf list = new Field.ListOf(
                    node.name(), node.maxDefinitionLevel(), filled, repeated.maxRepetitionLevel(), element);
            return group.isMap() ? new Field.Named(list) : list;
        }
        return plain(node, placed);
    }

    private static boolean isWrapped(SchemaNode.GroupNode group) {
        return group.children().size() == 1 && group.children().getFirst().repetitionType() == RepetitionType.REPEATED;
    }

    private Field plain(SchemaNode node, int placed) {
        return switch (node) {
            case SchemaNode.PrimitiveNode leaf -> {
                ParquetLeaf read = new ParquetLeaf(columns.getColumnReader(leaf.columnIndex()), placed);
                leaves.add(read);
                yield new Field.Value(leaf.name(), read);
            }
            case SchemaNode.GroupNode group -> {
                List<Field> inner = new ArrayList<>();
                List<ParquetLeaf> below = new ArrayList<>();
                for (SchemaNode child : group.children()) {
                    Field field = field(child, placed);
                    inner.add(field);
                    below.addAll(field.leaves());
                }
                if (below.isEmpty()) {
                    throw new IllegalArgumentException("a group without fields: " + group.name());
                }
                yield new Field.Struct(group.name(), group.maxDefinitionLevel(), inner, below);
            }
            default -> throw new IllegalArgumentException("an unknown kind of field: " + node.name());
        };
    }

    void beginBatch() {
        leaves.forEach(ParquetLeaf::beginBatch);
    }

    /** The next record of the batch. */
    ObjectNode take() {
        ObjectNode record = Json.NODES.objectNode();
        fields.forEach(field -> record.set(field.name(), take(field)));
        return record;
    }

    private JsonNode take(Field field) {
        return switch (field) {
            case Field.Value value -> value.guide().take();
            case Field.Struct struct -> {
                if (struct.guide().definition() < struct.defined()) {
                    yield nothing(struct);
                }
                ObjectNode object = Json.NODES.objectNode();
                struct.fields().forEach(inner -> object.set(inner.name(), take(inner)));
                yield object;
            }
            case Field.ListOf list -> {
                int definition = list.guide().definition();
                if (definition < list.filled()) {
                    JsonNode nothing = nothing(list);
                    yield definition < list.defined() ? nothing : Json.NODES.arrayNode();
                }
                ArrayNode array = Json.NODES.arrayNode();
                do {
                    array.add(take(list.element()));
                } while (list.guide().repeats(list.level()));
                yield array;
            }
            case Field.Named named -> named(take(named.entries()));
        };
    }

    private static JsonNode named(JsonNode entries) {
        if (!entries.isArray()) {
            return entries;
        }
        ObjectNode object = Json.NODES.objectNode();
        for (JsonNode entry : entries) {
            List<JsonNode> keyAndValue = new ArrayList<>();
            entry.forEach(keyAndValue::add);
            object.set(
                    keyAndValue.getFirst().asText(),
                    keyAndValue.size() > 1 ? keyAndValue.get(1) : Json.NODES.nullNode());
        }
        return object;
    }

    private static JsonNode nothing(Field field) {
        field.leaves().forEach(ParquetLeaf::take);
        return Json.NODES.nullNode();
    }
}
