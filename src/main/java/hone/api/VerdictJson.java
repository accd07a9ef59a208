package hone.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import hone.contract.Judged;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import hone.task.Assignment;
import hone.web.Invalid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A verdict that names answers by id, as on the Kafka topic {@code judgments}. */
@Schema(
        name = "Verdict",
        description = "The verdict; `kind` determines its shape.",
        oneOf = {
            VerdictJson.Comparison.class,
            VerdictJson.Ranking.class,
            VerdictJson.Rating.class,
            VerdictJson.Correction.class,
            VerdictJson.Demonstration.class
        })
@JsonTypeInfo(
        use = JsonTypeInfo.Id.NAME,
        include = JsonTypeInfo.As.EXISTING_PROPERTY,
        property = "kind",
        visible = true)
@JsonSubTypes({
    @JsonSubTypes.Type(VerdictJson.Comparison.class),
    @JsonSubTypes.Type(VerdictJson.Ranking.class),
    @JsonSubTypes.Type(VerdictJson.Rating.class),
    @JsonSubTypes.Type(VerdictJson.Correction.class),
    @JsonSubTypes.Type(VerdictJson.Demonstration.class)
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface VerdictJson {
    /** Leaves out what a verdict does not have. */
    ObjectReader READER = Wire.mapper()
            .disable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .reader();

    /** Which of two answers is better. */
    @JsonTypeName("comparison")
    @Schema(name = "ComparisonVerdict")
    record Comparison(
            @Schema(required = true) @Nullable String kind,

            @Schema(
                    enumeration = {"preferred", "tie", "both-bad"},
                    examples = "preferred",
                    required = true)
            @Nullable
            String outcome,

            @Schema(description = "With `preferred`: the id of the better answer.") @Nullable
            String chosen,

            @Schema(description = "The id of the other answer; optional.") @Nullable
            String rejected,

            @Schema(
                    description = "With `preferred`: 1 slightly, 2 better, 3 much better.",
                    minimum = "1",
                    maximum = "3",
                    examples = "2")
            @Nullable
            Integer degree)
            implements VerdictJson {
        Comparison with(String other) {
            return new Comparison(kind, outcome, chosen, other, degree);
        }
    }

    /** Answers in order. */
    @JsonTypeName("ranking")
    @Schema(name = "RankingVerdict")
    record Ranking(
            @Schema(required = true) @Nullable String kind,

            @Schema(
                    description = "Best first; answers in the same inner list are tied. Empty if they can’t be ranked.",
                    required = true)
            @Nullable
            List<List<String>> ranks)
            implements VerdictJson {}

    /** Each answer by itself. */
    @JsonTypeName("rating")
    @Schema(name = "RatingVerdict")
    record Rating(
            @Schema(required = true) @Nullable String kind,
            @Schema(required = true) @Nullable List<One> ratings) implements VerdictJson {
        /** The rating of one answer. */
        @Schema(name = "AnswerRating")
        public record One(
                @Schema(required = true) @Nullable String answer,

                @Schema(description = "1 to 7 by name.", examples = "{\"Helpful\": 6}") @Nullable
                Map<String, Integer> scales,

                @Schema(examples = "{\"Harmful\": false}") @Nullable
                Map<String, Boolean> flags) {}
    }

    /** A corrected answer. */
    @JsonTypeName("correction")
    @Schema(name = "CorrectionVerdict")
    record Correction(
            @Schema(required = true) @Nullable String kind,

            @Schema(description = "The id of the answer that was corrected.", required = true) @Nullable
            String original,

            @Schema(examples = "The kite came home before the rain.", required = true) @Nullable
            String text)
            implements VerdictJson {}

    /** The ideal answer. */
    @JsonTypeName("demonstration")
    @Schema(name = "DemonstrationVerdict")
    record Demonstration(
            @Schema(required = true) @Nullable String kind,

            @Schema(examples = "The kite came home before the rain.", required = true) @Nullable
            String text)
            implements VerdictJson {}

    /** @throws Invalid if it is incomplete or inconsistent */
    default Judged judged(Assignment assignment) {
        VerdictJson whole = this instanceof Comparison compared ? completed(compared, assignment) : this;
        try {
            return Wire.read(Wire.write(whole), Judged.class);
        } catch (UnreadableMessage e) {
            String why = e.getCause() instanceof com.fasterxml.jackson.databind.exc.ValueInstantiationException broken
                            && broken.getCause() instanceof UnreadableMessage check
                    ? String.valueOf(check.getMessage())
                    : "something is missing";
            throw Invalid.field("verdict", "This verdict is incomplete or inconsistent: " + why + ".");
        }
    }

    private static VerdictJson completed(Comparison compared, Assignment assignment) {
        if (compared.chosen() == null || compared.rejected() != null) {
            return compared;
        }
        Optional<String> other = assignment.answers().stream()
                .map(answer -> answer.id().toString())
                .filter(id -> !id.equals(compared.chosen()))
                .findFirst();
        return other.map(compared::with).orElse(compared);
    }

    /** The form in which the API returns it. */
    static VerdictJson of(Judged judged) {
        try {
            return READER.readValue(Wire.write(judged), VerdictJson.class);
        } catch (IOException e) {
            throw new UncheckedIOException("a verdict can't be read", e);
        }
    }
}
