package hone.datasets;

import hone.dataset.Definition;
import hone.dataset.Giver;
import hone.kind.WorkKind;
import hone.web.Complaints;
import hone.web.Typed;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** A definition as the fields of a form: days of the reader's zone, words separated by commas. */
final class DefinitionFields {
    private static final int WORDS_MAX = 50;
    private static final int WORD_LETTERS_MAX = 200;
    private static final int CHOSEN_MAX = 200;

    private final Map<String, List<String>> fields;
    private final ZoneId zone;
    private final Complaints.Collector complaints = new Complaints.Collector();

    private DefinitionFields(Map<String, List<String>> fields, ZoneId zone) {
        this.fields = fields;
        this.zone = zone;
    }

    /** The result of reading a form: the definition as far as it could be read, and what could not be. */
    record Read(Definition definition, Complaints complaints) {}

    static Read of(Map<String, List<String>> fields, ZoneId zone) {
        return new DefinitionFields(fields, zone).read();
    }

    private Read read() {
        Optional<Instant> from = day("from", 0);
        Optional<Instant> until = day("until", 1);
        if (from.isPresent() && until.isPresent() && !from.get().isBefore(until.get())) {
            complaints.add("until", "The last day is before the first.");
        }
        Definition definition = new Definition(
                chosen("kind", DefinitionFields::kind),
                from,
                until,
                chosen("guideline", DefinitionFields::id),
                chosen("labeler", DefinitionFields::id),
                chosen("giver", Giver::named),
                words("language"),
                words("source"),
                weight());
        return new Read(definition, complaints.complaints());
    }

    private static Optional<String> kind(String word) {
        return Stream.concat(Arrays.stream(WorkKind.values()).map(WorkKind::wireName), Stream.of(Definition.DOCUMENTS))
                .filter(word::equals)
                .findFirst();
    }

    private static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private <T> List<T> chosen(String field, Function<String, Optional<T>> reader) {
        List<String> sent = fields.getOrDefault(field, List.of()).stream()
                .filter(text -> !text.isBlank())
                .toList();
        if (sent.size() > CHOSEN_MAX) {
            complaints.add(field, "Choose " + CHOSEN_MAX + " at most.");
            return List.of();
        }
        List<T> known =
                sent.stream().flatMap(text -> reader.apply(text).stream()).toList();
        if (known.size() < sent.size()) {
            complaints.add(field, "One of these is not there any more; choose anew.");
        }
        return known;
    }

    private List<String> words(String field) {
        List<String> words = Arrays.stream(first(field).split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
        if (words.size() > WORDS_MAX || words.stream().anyMatch(word -> word.length() > WORD_LETTERS_MAX)) {
            complaints.add(
                    field,
                    "Name " + WORDS_MAX + " at most, parted by commas, each of " + WORD_LETTERS_MAX
                            + " letters at most.");
            return List.of();
        }
        return words;
    }

    /** @param later the day itself, or the one after it */
    private Optional<Instant> day(String field, int later) {
        String typed = first(field);
        if (typed.isEmpty()) {
            return Optional.empty();
        }
        try {
            LocalDate day = LocalDate.parse(typed);
            if (day.getYear() < 2000 || day.getYear() > 2999) {
                throw new DateTimeParseException("no day of ours", typed, 0);
            }
            return Optional.of(day.plusDays(later).atStartOfDay(zone).toInstant());
        } catch (DateTimeParseException e) {
            complaints.add(field, "This is no day; write it as 2026-01-31.");
            return Optional.empty();
        }
    }

    private Optional<Double> weight() {
        String typed = first("weight");
        Optional<Double> weight = Typed.decimal(typed, 0, 1).filter(number -> number > 0);
        if (weight.isEmpty() && !typed.isEmpty()) {
            complaints.add("weight", "A weight is above 0 and at most 1, such as 0.5.");
        }
        return weight;
    }

    private String first(String field) {
        List<String> sent = fields.getOrDefault(field, List.of());
        return sent.isEmpty() ? "" : Typed.line(sent.getFirst());
    }
}
