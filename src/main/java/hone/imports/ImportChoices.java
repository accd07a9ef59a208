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
 * What whoever sends a file chose.
 *
 * @param format by its name; empty: the one that the file is recognised as
 * @param uses what fields are, where that is not for the format to say
 */
record ImportChoices(
        Optional<String> format,
        Map<String, Use> uses,
        UnreadFields unread,
        NearDuplicates nearDuplicates,
        Decided decided,
        Purpose purpose) {
    static final ImportChoices DEFAULT = new ImportChoices(
            Optional.empty(), Map.of(), UnreadFields.REFUSE, NearDuplicates.TAKE, Decided.AS_DATA, Purpose.IMPORT);

    /** A mapping with one of these says all that a row means. */
    private static final Set<Use> QUESTIONS = EnumSet.of(Use.PROMPT, Use.CONVERSATION, Use.TEXT);

    ImportChoices {
        uses = new TreeMap<>(uses);
    }

    /** Prompts that say nearly the same as one that is there. */
    enum NearDuplicates {
        /** They are prompts like others; the report says how many. */
        TAKE,
        SKIP
    }

    /** What somebody has decided already. */
    enum Decided {
        /** It is data; nobody here is asked about it. */
        AS_DATA,
        /** It is data, and people here are asked as well. */
        ASK_AGAIN
    }

    enum Purpose {
        IMPORT,
        /** Nothing is stored but the report. */
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

    /** Empty where only some fields are kept or left out beside what a format reads. */
    Optional<Mapping> mapping() {
        return uses.values().stream().anyMatch(QUESTIONS::contains) ? Optional.of(new Mapping(uses)) : Optional.empty();
    }

    /** Fields that nobody is to read, beside what a format reads. */
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
