package hone.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import hone.reviewing.Vote;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What one person decided, as a reviewer may read it before deciding about it. */
@Schema(name = "Opinion")
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record OpinionJson(
        @Schema(description = "The id of the judgment.") UUID judgment,
        JudgmentsApi.By by,
        VerdictJson verdict,
        @Schema(examples = "B forgets what was asked.") Optional<String> rationale,
        @Schema(examples = "[\"K1\"]") List<String> citedRules,

        @Schema(description = "Whether it took much less time than reading takes.", examples = "false")
        boolean fast,

        Instant judgedAt) {
    static OpinionJson of(Vote vote) {
        return new OpinionJson(
                vote.judgment(),
                new JudgmentsApi.By(
                        vote.by().labeler(),
                        vote.by().simulated(),
                        vote.by().seconds(),
                        vote.guideline().number()),
                VerdictJson.of(vote.verdict().judged()),
                Optional.of(vote.rationale()).filter(why -> !why.isEmpty()),
                vote.rules(),
                vote.fast(),
                vote.at());
    }
}
