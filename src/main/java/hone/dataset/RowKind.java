package hone.dataset;

import com.fasterxml.jackson.annotation.JsonTypeName;
import hone.contract.DatasetRecord;
import java.util.Arrays;
import java.util.Map;

/** The kinds of rows that a dataset holds, and what pages call them. A test finds a row of the contract that is not among them. */
public enum RowKind {
    WRITTEN(DatasetRecord.Demonstration.class, "Written answer"),
    PAIR(DatasetRecord.Preference.class, "Pair"),
    RATED(DatasetRecord.Rated.class, "Rated answer"),
    PROMPT(DatasetRecord.PromptOnly.class, "Prompt"),
    DOCUMENT(DatasetRecord.Document.class, "Document");

    private final Class<? extends DatasetRecord.Row> shape;
    private final String label;

    RowKind(Class<? extends DatasetRecord.Row> shape, String label) {
        this.shape = shape;
        this.label = label;
    }

    Class<? extends DatasetRecord.Row> shape() {
        return shape;
    }

    public String label() {
        return label;
    }

    /** Its name in the database and in messages. */
    public String wireName() {
        return shape.getAnnotation(JsonTypeName.class).value();
    }

    public static RowKind of(String wireName) {
        return Arrays.stream(values())
                .filter(kind -> kind.wireName().equals(wireName))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a dataset has no rows of kind " + wireName));
    }

    /** Whether a judgment gave it; the others are there by themselves. */
    public boolean isJudged() {
        return this != PROMPT && this != DOCUMENT;
    }

    long in(Map<String, Long> counts) {
        return counts.getOrDefault(wireName(), 0L);
    }
}
