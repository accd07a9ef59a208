package hone.imports;

import hone.format.Mapping;
import hone.format.Mapping.Use;
import hone.format.ReadOptions;
import hone.format.ReadOptions.UnreadFields;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The choices of whoever imports a file.
 *
 * @param format by its name; empty: the recognised one
 * @param uses what the fields are, where the format does not say
 */
public record ImportChoices(
        Optional<String> format,
        Map<String, Use> uses,
        UnreadFields unread,
        NearDuplicates nearDuplicates,
        Decided decided,
        Purpose purpose) {
    static final ImportChoices DEFAULT = new ImportChoices(
            Optional.empty(), Map.of(), UnreadFields.REFUSE, NearDuplicates.TAKE, Decided.AS_DATA, Purpose.IMPORT);

    /** With one of these uses, the mapping alone defines what a row means. */
    private static final Set<Use> QUESTIONS = EnumSet.of(Use.PROMPT, Use.CONVERSATION, Use.TEXT);

    public ImportChoices {
        uses = new TreeMap<>(uses);
    }

    /** What to do with prompts that say nearly the same as existing ones. */
    public enum NearDuplicates {
        /** Import them like others; the report says how many there are. */
        TAKE,
        SKIP
    }

    /** What to do with decisions in the file. */
    public enum Decided {
        /** They are data; nobody here is asked about them. */
        AS_DATA,
        /** They are data, and people here are asked as well. */
        ASK_AGAIN
    }

    public enum Purpose {
        IMPORT,
        /** A dry run: only the report is stored. */
        DRY_RUN
    }

    public boolean isDryRun() {
        return purpose == Purpose.DRY_RUN;
    }

    public boolean isSkippingNearDuplicates() {
        return nearDuplicates == NearDuplicates.SKIP;
    }

    public boolean isAskingAgain() {
        return decided == Decided.ASK_AGAIN;
    }

    public boolean isKeeping() {
        return unread == UnreadFields.KEEP;
    }

    /** Empty if the mapping only keeps or leaves out fields that the format does not read. */
    public Optional<Mapping> mapping() {
        return uses.values().stream().anyMatch(QUESTIONS::contains) ? Optional.of(new Mapping(uses)) : Optional.empty();
    }

    /** Fields to ignore, in addition to what a format reads. */
    Set<String> leftOut() {
        return mapping().isPresent()
                ? Set.of()
                : uses.entrySet().stream()
                        .filter(field -> field.getValue() == Use.LEAVE_OUT)
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toUnmodifiableSet());
    }

    ReadOptions readOptions() {
        boolean kept = uses.containsValue(Use.KEEP) && mapping().isEmpty();
        return ReadOptions.DEFAULT.with(kept ? UnreadFields.KEEP : unread);
    }

    ImportChoices with(Map<String, Use> others) {
        return new ImportChoices(format, others, unread, nearDuplicates, decided, purpose);
    }

    ImportChoices forDryRun() {
        return new ImportChoices(format, uses, unread, nearDuplicates, decided, Purpose.DRY_RUN);
    }
}
