package hone.format;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hardwood.metadata.LogicalType;
import dev.hardwood.reader.ColumnReader;
import dev.hardwood.schema.ColumnSchema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * One column of leaves in a batch of records, entry by entry. An entry is a value, or tells by its definition level how far down
 * there still was something; its repetition level tells which list goes on.
 */
final class ParquetLeaf {
    private final ColumnReader column;
    private final ColumnSchema schema;
    /** From this definition level on an entry has its place among the values. */
    private final int placed;

    private IntFunction<JsonNode> values = index -> Json.NODES.nullNode();
    private Optional<int[]> definitions = Optional.empty();
    private Optional<int[]> repetitions = Optional.empty();
    private int entry;
    private int value;

    /** @param placed the definition level of the innermost list above, 0 where there is none */
    ParquetLeaf(ColumnReader column, int placed) {
        this.column = column;
        this.schema = column.getColumnSchema();
        this.placed = placed;
    }

    void beginBatch() {
        definitions = Optional.ofNullable(column.getDefinitionLevels());
        repetitions = Optional.ofNullable(column.getRepetitionLevels());
        values = values();
        entry = 0;
        value = 0;
    }

    int definition() {
        if (definitions.isPresent()) {
            return definitions.get()[entry];
        }
        return schema.maxDefinitionLevel() > 0 && column.getLeafValidity().isNull(entry)
                ? schema.maxDefinitionLevel() - 1
                : schema.maxDefinitionLevel();
    }

    /** Whether the next entry goes on with the list of this level. */
    boolean repeats(int level) {
        return repetitions.isPresent()
                && entry < repetitions.get().length
                && repetitions.get()[entry] == level;
    }

    /** The value of this entry, or nothing; goes on to the next. */
    JsonNode take() {
        int definition = definition();
        JsonNode taken = definition == schema.maxDefinitionLevel() ? values.apply(value) : Json.NODES.nullNode();
        value += definition >= placed ? 1 : 0;
        entry++;
        return taken;
    }

    private IntFunction<JsonNode> values() {
        return switch (schema.type()) {
            case BOOLEAN -> {
                boolean[] all = column.getBooleans();
                yield index -> Json.NODES.booleanNode(all[index]);
            }
            case INT32 -> {
                int[] all = column.getInts();
                yield index -> whole(all[index]);
            }
            case INT64 -> {
                long[] all = column.getLongs();
                yield index -> whole(all[index]);
            }
            case FLOAT -> {
                float[] all = column.getFloats();
                yield index -> Json.NODES.numberNode((double) all[index]);
            }
            case DOUBLE -> {
                double[] all = column.getDoubles();
                yield index -> Json.NODES.numberNode(all[index]);
            }
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY, INT96 -> {
                byte[] all = column.getBinaryValues();
                int[] offsets = column.getBinaryOffsets();
                yield index -> bytes(all, offsets[index], offsets[index + 1]);
            }
        };
    }

    private JsonNode whole(long number) {
        return switch (schema.logicalType()) {
            case LogicalType.DateType date ->
                Json.NODES.textNode(LocalDate.ofEpochDay(number).toString());
            case LogicalType.TimestampType time ->
                Json.NODES.textNode(Instant.EPOCH.plus(number, unit(time)).toString());
            case LogicalType.DecimalType decimal -> Json.NODES.numberNode(BigDecimal.valueOf(number, decimal.scale()));
            case null, default -> Json.NODES.numberNode(number);
        };
    }

    private static ChronoUnit unit(LogicalType.TimestampType time) {
        return switch (time.unit()) {
            case MILLIS -> ChronoUnit.MILLIS;
            case MICROS -> ChronoUnit.MICROS;
            case NANOS -> ChronoUnit.NANOS;
        };
    }

    /** Texts, those of older writers too, which are not marked as such; what is no text stays bytes. */
    private JsonNode bytes(byte[] all, int from, int to) {
        if (schema.logicalType() instanceof LogicalType.DecimalType decimal && to > from) {
            return Json.NODES.numberNode(new BigDecimal(new BigInteger(all, from, to - from), decimal.scale()));
        }
        try {
            return Json.NODES.textNode(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(all, from, to - from))
                    .toString());
        } catch (CharacterCodingException e) {
            return Json.NODES.binaryNode(all, from, to - from);
        }
    }
}
