package hone.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** A rule that says whether an answer is right, in place of a reward model: 1 when it is, 0 when it is not. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(Verifier.Exact.class),
    @JsonSubTypes.Type(Verifier.Matching.class),
    @JsonSubTypes.Type(Verifier.Schema.class),
    @JsonSubTypes.Type(Verifier.Arithmetic.class),
    @JsonSubTypes.Type(Verifier.FirstOf.class)
})
public sealed interface Verifier extends Kind {
    int EXPRESSION_MAX = 2000;
    int WORDS_MAX = 1000;
    int RULES_MAX = 8;

    /**
     * The answer is one of those that people wrote for the prompt. Letter case, a full stop at the end and how many blanks stand
     * between words do not matter. Only prompts with a written answer are asked.
     *
     * @param wordsMax how long the written answers of a prompt may be at most for it to be asked: what is longer has no exact wording;
     *     absent: any length
     */
    @JsonTypeName("exact")
    record Exact(Optional<Integer> wordsMax) implements Verifier {
        public Exact {
            wordsMax.ifPresent(words -> Check.within("verifier.wordsMax", words, WORDS_MAX));
        }

        /** Of any length. */
        public static Exact any() {
            return new Exact(Optional.empty());
        }

        public static Exact upTo(int words) {
            return new Exact(Optional.of(words));
        }
    }

    /** The whole answer matches a regular expression of Java. One that looks at too much of a text counts as not matching. */
    @JsonTypeName("regex")
    record Matching(String expression) implements Verifier {
        public Matching {
            Check.text("verifier.expression", expression);
            Check.require(
                    expression.length() <= EXPRESSION_MAX,
                    "verifier.expression",
                    expression.length() + " characters long",
                    "must have at most " + EXPRESSION_MAX + " characters");
        }
    }

    /** The whole answer is JSON that a schema of JSON Schema (2020-12) accepts. */
    @JsonTypeName("json-schema")
    record Schema(JsonNode schema) implements Verifier {
        public Schema {
            Check.require(schema.isObject(), "verifier.schema", schema, "must be a JSON object");
        }
    }

    /**
     * The answer's last number is the result of the calculation in the question: whole numbers with {@code + - *}, their signs, or
     * {@code plus}, {@code minus}, {@code times}. Only prompts with one calculation are asked.
     */
    @JsonTypeName("arithmetic")
    record Arithmetic() implements Verifier {}

    /** The first of several rules that can judge a prompt judges the answers to it. */
    @JsonTypeName("first-of")
    record FirstOf(List<Verifier> rules) implements Verifier {
        public FirstOf {
            rules = List.copyOf(rules);
            Check.require(
                    !rules.isEmpty() && rules.size() <= RULES_MAX,
                    "verifier.rules",
                    rules.size() + " long",
                    "must have from 1 to " + RULES_MAX + " rules");
            Check.require(
                    rules.stream().noneMatch(FirstOf.class::isInstance),
                    "verifier.rules",
                    "one of first-of",
                    "must be rules of other kinds");
        }
    }
}
