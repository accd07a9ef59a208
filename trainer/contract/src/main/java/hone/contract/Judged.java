package hone.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;
import java.util.Optional;

/** What a person decided, with answers named by id: the presented sides are already mapped back. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(Judged.Compared.class),
    @JsonSubTypes.Type(Judged.Ranked.class),
    @JsonSubTypes.Type(Judged.Demonstrated.class),
    @JsonSubTypes.Type(Judged.Corrected.class)
})
public sealed interface Judged extends Kind {
    /** @param outcome {@code preferred}, {@code tie} or {@code both-bad}; chosen, rejected and degree (1 slightly … 3 much) only when preferred */
    @JsonTypeName("comparison")
    record Compared(String outcome, Optional<String> chosen, Optional<String> rejected, Optional<Integer> degree)
            implements Judged {}

    /** @param ranks best first; answers in one inner list are tied. Empty when the labeler found them not rankable. */
    @JsonTypeName("ranking")
    record Ranked(List<List<String>> ranks) implements Judged {}

    @JsonTypeName("demonstration")
    record Demonstrated(String text) implements Judged {}

    @JsonTypeName("correction")
    record Corrected(String original, String text) implements Judged {}
}
