package hone.imports;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** The state of an import. Final states are stored by their wire names; the others follow from its timestamps. */
public enum ImportState {
    /** Its first rows are shown; it waits to be started. */
    WAITING("Not started yet", Phase.AHEAD),
    READING("Being read", Phase.RUNNING),
    /** Its end was requested; the rows in flight are still being stored. */
    CANCELLING("Ending", Phase.RUNNING),
    /** Read to its end. */
    READ("Read", Phase.WHOLE),
    /** Nobody started it. */
    DISCARDED("Not started", Phase.CUT_SHORT),
    /** Ended on request. */
    CANCELLED("Cancelled", Phase.CUT_SHORT),
    /** The program that sent it hung up. */
    HUNG_UP("Cut short", Phase.CUT_SHORT),
    /** It has more lines than the limit. */
    LINES("Cut short", Phase.CUT_SHORT),
    /** It took too long. */
    TIME("Cut short", Phase.CUT_SHORT),
    /** Too many of its lines were refused. */
    REFUSALS("Cut short", Phase.CUT_SHORT),
    /** A broken archive, a list that does not end, or an error of ours. */
    UNREADABLE("Cut short", Phase.CUT_SHORT),
    /** The process that was reading it died. */
    LOST("Cut short", Phase.CUT_SHORT);

    private enum Phase {
        AHEAD,
        RUNNING,
        WHOLE,
        CUT_SHORT
    }

    private final String label;
    private final Phase phase;

    ImportState(String label, Phase phase) {
        this.label = label;
        this.phase = phase;
    }

    /** Its name in the database and in reports. */
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static ImportState of(String wireName) {
        return Arrays.stream(values())
                .filter(state -> state.wireName().equals(wireName))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("This version of Hone knows no import that ended “"
                        + wireName + "”. Was the database written by a newer one?"));
    }

    public String label() {
        return label;
    }

    public boolean isWaiting() {
        return phase == Phase.AHEAD;
    }

    /** Not final. */
    public boolean isRunning() {
        return phase == Phase.RUNNING;
    }

    public boolean isWhole() {
        return phase == Phase.WHOLE;
    }

    /** Part of the file was not read, and will not be. */
    public boolean isCutShort() {
        return phase == Phase.CUT_SHORT;
    }

    /** How reading ended, in a sentence for whoever sent the file; empty if it goes on, or was read to its end. */
    String sentence(int line, String because) {
        return switch (this) {
            case WAITING, READING, CANCELLING, READ -> "";
            case DISCARDED -> "Nobody started this import, so the file was removed. Nothing was imported.";
            case CANCELLED -> "Cancelled after line " + line + ".";
            case HUNG_UP -> "The program that sent this file went away, so reading ended after line " + line + ".";
            case LINES ->
                "The file has more lines than one import takes: reading ended after line " + line
                        + ". Split it and send the rest.";
            case TIME -> "Reading took too long and ended after line " + line + ".";
            case REFUSALS ->
                "Too many lines were refused: reading ended after line " + line + ", and the rest was left out.";
            case UNREADABLE ->
                "The file could not be read to its end: " + because + ". It was read up to line " + line + ".";
            case LOST -> "Hone stopped while it read this file, after line " + line + ".";
        };
    }
}
