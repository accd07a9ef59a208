package hone.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the rows of one file in a format. It sees to what holds for every format: fields that nobody asked for refuse their row or
 * are kept with it, and rows that belong together are read together.
 */
public final class ItemReader {
    private final Format format;
    private final ReadOptions options;
    private final List<Row.Named> group = new ArrayList<>();
    private Optional<String> groupName = Optional.empty();
    private long groupBytes;

    public ItemReader(Format format, ReadOptions options) {
        this.format = format;
        this.options = options;
    }

    /** What is known now: mostly of this row; nothing while its group goes on; of the group before when a new one begins. */
    public List<Outcome> take(Row row) {
        return switch (row) {
            case Row.Broken broken -> List.of(new Outcome.Refused(broken, broken.why()));
            case Row.Named named ->
                format instanceof Format.Grouped grouped ? takeIntoGroup(grouped, named) : List.of(read(named));
        };
    }

    /** What was still waited for: the last group. */
    public List<Outcome> end() {
        return format instanceof Format.Grouped grouped ? closeGroup(grouped) : List.of();
    }

    private Outcome read(Row.Named row) {
        RowFields fields = new RowFields(row, options);
        try {
            return taken(fields, format.read(fields));
        } catch (RefusedRow why) {
            return new Outcome.Refused(row, why);
        }
    }

    private List<Outcome> takeIntoGroup(Format.Grouped grouped, Row.Named row) {
        Optional<String> name = Optional.of(grouped.groupOf(row.fields()));
        boolean goesOn = name.equals(groupName)
                && group.size() < Limits.GROUP_ROWS_MAX
                && groupBytes + row.bytes() <= Limits.GROUP_BYTES_MAX;
        List<Outcome> before = goesOn ? List.of() : closeGroup(grouped);
        groupName = name;
        group.add(row);
        groupBytes += row.bytes();
        return before;
    }

    private List<Outcome> closeGroup(Format.Grouped grouped) {
        List<RowFields> rows =
                group.stream().map(row -> new RowFields(row, options)).toList();
        group.clear();
        groupBytes = 0;
        if (rows.isEmpty()) {
            return List.of();
        }
        try {
            List<Item> items = grouped.read(rows);
            List<Outcome> outcomes = new ArrayList<>();
            for (RowFields row : rows) {
                outcomes.add(taken(row, outcomes.isEmpty() ? items : List.of()));
            }
            return outcomes;
        } catch (RefusedRow why) {
            return rows.stream()
                    .<Outcome>map(row -> new Outcome.Refused(row.row(), why))
                    .toList();
        }
    }

    private static Outcome taken(RowFields fields, List<Item> items) {
        Map<String, JsonNode> rest = fields.rest();
        List<Item> with = rest.isEmpty()
                ? items
                : items.stream().map(item -> with(item, rest)).toList();
        return new Outcome.Taken(fields.row(), with, fields.remarks(), fields.kept(), fields.leftOut());
    }

    private static Item with(Item item, Map<String, JsonNode> rest) {
        Map<String, JsonNode> metadata = new LinkedHashMap<>(item.metadata());
        metadata.putAll(rest);
        return switch (item) {
            case Item.Conversation c ->
                new Item.Conversation(c.prompt(), c.responses(), c.decisions(), c.origin(), metadata);
            case Item.PlainText t -> new Item.PlainText(t.text(), t.origin(), metadata);
        };
    }
}
