package hone.imports;

import java.util.Arrays;
import java.util.Locale;

/** Whether what an import brought counts; in the database by its wire name. */
enum Standing {
    STANDS,
    BEING_TAKEN_BACK,
    TAKEN_BACK,
    BEING_BROUGHT_BACK;

    String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Standing of(String wireName) {
        return Arrays.stream(values())
                .filter(standing -> standing.wireName().equals(wireName))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no import stands so: " + wireName));
    }

    /** Somebody asked for the change, and it is under way. */
    public boolean isMoving() {
        return this == BEING_TAKEN_BACK || this == BEING_BROUGHT_BACK;
    }

    public boolean isTakenBack() {
        return this == TAKEN_BACK;
    }

    /** What a list of imports says; empty where there is nothing to say. */
    public String label() {
        return switch (this) {
            case STANDS -> "";
            case BEING_TAKEN_BACK -> "Being taken back";
            case TAKEN_BACK -> "Taken back";
            case BEING_BROUGHT_BACK -> "Being brought back";
        };
    }
}
