package hone.judgment;

import hone.web.Language;
import io.quarkus.qute.i18n.Message;
import io.quarkus.qute.i18n.MessageBundle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A verdict as a sentence about the numbered answers of its task, and separately what the person wrote.
 *
 * @param brief a word or two, for a list
 */
public record DecidedInWords(String brief, String sentence, String written) {
    /** In English, for pages that are in English. */
    public static DecidedInWords of(Verdict verdict, Map<UUID, Integer> numbers) {
        return of(verdict, numbers, Language.ENGLISH);
    }

    /** @param numbers of the answers as the page shows them */
    public static DecidedInWords of(Verdict verdict, Map<UUID, Integer> numbers, Language language) {
        Sentences words = language.words(Sentences.class);
        return switch (verdict) {
            case Verdict.Preferred v ->
                said(
                        words.better(v.degree().name()),
                        words.decidedPreferred(
                                number(v.chosen(), numbers),
                                number(v.rejected(), numbers),
                                v.degree().name()));
            case Verdict.Tied _ -> said(words.decidedTie(), words.decidedTie());
            case Verdict.BothBad _ -> said(words.decidedBothBad(), words.decidedBothBad());
            case Verdict.Ranking v -> said(words.ranked(), words.decidedRanking(places(v.places(), numbers)));
            case Verdict.NotRankable _ -> said(words.decidedNotRankable(), words.decidedNotRankable());
            case Verdict.Rating v -> said(words.rated(), ratings(v, numbers, words));
            case Verdict.Demonstration v -> new DecidedInWords(words.written(), words.decidedDemonstration(), v.text());
            case Verdict.Correction v ->
                new DecidedInWords(words.corrected(), words.decidedCorrection(number(v.original(), numbers)), v.text());
        };
    }

    private static DecidedInWords said(String brief, String sentence) {
        return new DecidedInWords(brief, sentence, "");
    }

    /** Best first; tied answers are joined by "=". */
    private static String places(List<List<UUID>> places, Map<UUID, Integer> numbers) {
        return places.stream()
                .map(place ->
                        place.stream().map(id -> number(id, numbers)).sorted().collect(Collectors.joining(" = ")))
                .collect(Collectors.joining(" > "));
    }

    private static String ratings(Verdict.Rating rating, Map<UUID, Integer> numbers, Sentences words) {
        return rating.answers().stream()
                .map(one -> {
                    List<String> said = new ArrayList<>();
                    new TreeMap<>(one.scales()).forEach((name, step) -> said.add(name + " " + step));
                    new TreeMap<>(one.flags())
                            .forEach((name, set) -> said.add(name + " " + (set ? words.yes() : words.no())));
                    return words.decidedRating(number(one.answer(), numbers), String.join(", ", said));
                })
                .collect(Collectors.joining(" · "));
    }

    private static String number(UUID answer, Map<UUID, Integer> numbers) {
        return numbers.containsKey(answer) ? numbers.get(answer).toString() : "?";
    }

    /** What was decided, about numbered answers. */
    @MessageBundle("decided")
    public interface Sentences {
        @Message("{#switch degree}{#case 'MUCH'}Much better{#case 'BETTER'}Better{#else}Slightly better{/switch}")
        String better(String degree);

        @Message("Ranked")
        String ranked();

        @Message("Rated")
        String rated();

        @Message("Answer {number}: {ratings}")
        String decidedRating(String number, String ratings);

        @Message("yes")
        String yes();

        @Message("no")
        String no();

        @Message("Written")
        String written();

        @Message("Corrected")
        String corrected();

        @Message(
                "Answer {chosen} {#switch degree}{#case 'MUCH'}much better than{#case 'BETTER'}better than{#else}slightly better than{/switch} answer {rejected}")
        String decidedPreferred(String chosen, String rejected, String degree);

        @Message("Tie")
        String decidedTie();

        @Message("Both bad")
        String decidedBothBad();

        @Message("Answers in order, best first: {places}")
        String decidedRanking(String places);

        @Message("Not rankable")
        String decidedNotRankable();

        @Message("Wrote an answer:")
        String decidedDemonstration();

        @Message("Corrected answer {number}:")
        String decidedCorrection(String number);
    }
}
