package hone.work;

import hone.judgment.Degree;
import hone.judgment.Fields;
import hone.judgment.RefusalMessages;
import hone.judgment.Verdict;
import hone.task.Assignment;
import hone.web.Invalid;
import hone.web.ReaderLanguage;
import hone.web.TextLimits;
import hone.web.Typed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** Reads the form of each kind of work; {@link Judging} selects which. */
final class VerdictForm {
    private VerdictForm() {}

    static Verdict comparison(List<Assignment.Shown> presented, Fields fields) {
        UUID a = presented.get(0).id();
        UUID b = presented.get(1).id();
        return switch (fields.text("choice")) {
            case "a3" -> new Verdict.Preferred(a, b, Degree.MUCH);
            case "a2" -> new Verdict.Preferred(a, b, Degree.BETTER);
            case "a1" -> new Verdict.Preferred(a, b, Degree.SLIGHTLY);
            case "tie" -> new Verdict.Tied(a, b);
            case "b1" -> new Verdict.Preferred(b, a, Degree.SLIGHTLY);
            case "b2" -> new Verdict.Preferred(b, a, Degree.BETTER);
            case "b3" -> new Verdict.Preferred(b, a, Degree.MUCH);
            case "bad" -> new Verdict.BothBad(a, b);
            case "" ->
                throw Invalid.field(
                        "choice", ReaderLanguage.words(RefusalMessages.class).nothingChosen());
            default ->
                throw Invalid.field(
                        "choice", ReaderLanguage.words(RefusalMessages.class).notOnTheScale());
        };
    }

    static Verdict ranking(List<Assignment.Shown> shown, Fields fields) {
        List<UUID> presented = shown.stream().map(Assignment.Shown::id).toList();
        if (!fields.text("not-rankable").isEmpty()) {
            return new Verdict.NotRankable(presented);
        }
        Map<String, String> wrong = new LinkedHashMap<>();
        SortedMap<Integer, List<UUID>> byRank = new TreeMap<>();
        for (int position = 1; position <= presented.size(); position++) {
            String field = "rank-" + position;
            String typed = fields.text(field).strip();
            if (typed.isEmpty()) {
                wrong.put(field, ReaderLanguage.words(RefusalMessages.class).noRank(letter(position)));
            } else if (!typed.matches("[1-9]") || Integer.parseInt(typed) > presented.size()) {
                wrong.put(
                        field,
                        ReaderLanguage.words(RefusalMessages.class).rankOutside(letter(position), presented.size()));
            } else {
                byRank.computeIfAbsent(Integer.parseInt(typed), r -> new ArrayList<>())
                        .add(presented.get(position - 1));
            }
        }
        if (!wrong.isEmpty()) {
            throw new Invalid(wrong);
        }
        return new Verdict.Ranking(List.copyOf(byRank.values()));
    }

    static Verdict demonstration(Fields fields) {
        return new Verdict.Demonstration(written(fields.text("text"), TextLimits.WRITTEN));
    }

    static Verdict correction(List<Assignment.Shown> presented, Fields fields) {
        Assignment.Shown original = presented.getFirst();
        String text = fields.text("text");
        // Sampled answers have no limit in characters: any answer can be corrected.
        String written =
                written(text, Math.max(TextLimits.WRITTEN, original.text().length()));
        if (written.equals(Typed.text(original.text()))) {
            throw Invalid.field(
                    "text", ReaderLanguage.words(RefusalMessages.class).nothingCorrected());
        }
        return new Verdict.Correction(original.id(), written);
    }

    /** As typed: blanks and line ends are part of a text, above all in code. */
    private static String written(String text, int charactersMax) {
        if (text.isBlank()) {
            throw Invalid.field(
                    "text", ReaderLanguage.words(RefusalMessages.class).noText());
        }
        if (text.length() > charactersMax) {
            throw Invalid.field(
                    "text", ReaderLanguage.words(RefusalMessages.class).textTooLong(text.length(), charactersMax));
        }
        return text;
    }

    /** The letter on the answer's card: A for the first. */
    static String letter(int position) {
        return Character.toString('A' + position - 1);
    }
}
