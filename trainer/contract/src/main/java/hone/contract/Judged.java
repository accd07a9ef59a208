package hone.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a person decided, with answers named by id: the presented sides are already mapped back to answers. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(Judged.Compared.class),
    @JsonSubTypes.Type(Judged.Ranked.class),
    @JsonSubTypes.Type(Judged.Rated.class),
    @JsonSubTypes.Type(Judged.Demonstrated.class),
    @JsonSubTypes.Type(Judged.Corrected.class)
})
public sealed interface Judged extends Kind {
    /** @param outcome {@code preferred}, {@code tie} or {@code both-bad}; chosen, rejected and degree (1 slightly … 3 much) only when preferred */
    @JsonTypeName("comparison")
    record Compared(String outcome, Optional<String> chosen, Optional<String> rejected, Optional<Integer> degree)
            implements Judged {
        public static final String PREFERRED = "preferred";
        public static final String TIE = "tie";
        public static final String BOTH_BAD = "both-bad";

        public Compared {
            Check.require(
                    outcome.equals(PREFERRED) || outcome.equals(TIE) || outcome.equals(BOTH_BAD),
                    "outcome",
                    outcome,
                    "must be preferred, tie or both-bad");
            boolean preferred = outcome.equals(PREFERRED);
            Check.require(
                    chosen.isPresent() == preferred && rejected.isPresent() == preferred,
                    "outcome",
                    outcome,
                    "chosen and rejected go with preferred and with nothing else");
            Check.require(
                    degree.isPresent() == preferred && degree.stream().allMatch(d -> d >= 1 && d <= 3),
                    "degree",
                    degree,
                    "it is 1 to 3 when an answer is preferred and absent otherwise");
        }
    }

    /** @param ranks best first; answers in one inner list are tied. Empty when the labeler found them not rankable. */
    @JsonTypeName("ranking")
    record Ranked(List<List<String>> ranks) implements Judged {
        public Ranked {
            ranks = ranks.stream().map(List::copyOf).toList();
            List<String> answers = ranks.stream().flatMap(List::stream).toList();
            Check.require(
                    ranks.stream().noneMatch(List::isEmpty)
                            && answers.stream().distinct().count() == answers.size(),
                    "ranks",
                    ranks,
                    "no rank is empty and no answer stands twice");
        }
    }

    /** Each answer that was shown, rated on its own. */
    @JsonTypeName("rating")
    record Rated(List<Rating> ratings) implements Judged {
        public Rated {
            ratings = List.copyOf(ratings);
            Check.require(!ratings.isEmpty(), "ratings", ratings, "an answer was rated");
        }
    }

    /**
     * One answer by the names of what it was rated by.
     *
     * @param scales 1 to 7
     */
    record Rating(String answer, Map<String, Integer> scales, Map<String, Boolean> flags) {
        public Rating {
            Check.id("answer", answer);
            scales = Map.copyOf(scales);
            flags = Map.copyOf(flags);
            Ratings.check(scales, flags);
        }
    }

    @JsonTypeName("demonstration")
    record Demonstrated(String text) implements Judged {
        public Demonstrated {
            Check.text("text", text);
        }
    }

    /** @param original the id of the answer that was corrected */
    @JsonTypeName("correction")
    record Corrected(String original, String text) implements Judged {
        public Corrected {
            Check.id("original", original);
            Check.text("text", text);
        }
    }
}
