package hone.overview;

import hone.judgment.Verdict;
import io.quarkus.qute.i18n.MessageBundles;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** A verdict as a sentence about the numbered answers of its task; what a person wrote stands apart. */
record DecidedInWords(String sentence, String written) {
    /** @param numbers of the answers as the page shows them */
    static DecidedInWords of(Verdict verdict, Map<UUID, Integer> numbers) {
        DecidedMessages words = MessageBundles.get(DecidedMessages.class);
        return switch (verdict) {
            case Verdict.Preferred v ->
                new DecidedInWords(
                        words.decidedPreferred(
                                number(v.chosen(), numbers),
                                number(v.rejected(), numbers),
                                v.degree().name()),
                        "");
            case Verdict.Tied _ -> new DecidedInWords(words.decidedTie(), "");
            case Verdict.BothBad _ -> new DecidedInWords(words.decidedBothBad(), "");
            case Verdict.Ranking v -> new DecidedInWords(words.decidedRanking(places(v.places(), numbers)), "");
            case Verdict.NotRankable _ -> new DecidedInWords(words.decidedNotRankable(), "");
            case Verdict.Demonstration v -> new DecidedInWords(words.decidedDemonstration(), v.text());
            case Verdict.Correction v ->
                new DecidedInWords(words.decidedCorrection(number(v.original(), numbers)), v.text());
        };
    }

    /** Best first; answers in one place joined by "=". */
    private static String places(List<List<UUID>> places, Map<UUID, Integer> numbers) {
        return places.stream()
                .map(place ->
                        place.stream().map(id -> number(id, numbers)).sorted().collect(Collectors.joining(" = ")))
                .collect(Collectors.joining(" > "));
    }

    private static String number(UUID answer, Map<UUID, Integer> numbers) {
        return numbers.containsKey(answer) ? numbers.get(answer).toString() : "?";
    }
}
