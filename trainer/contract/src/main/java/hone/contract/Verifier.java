package hone.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.JsonNode;

/** A rule that says whether an answer is right, in place of a reward model: 1 when it is, 0 when it is not. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(Verifier.Exact.class),
    @JsonSubTypes.Type(Verifier.Matching.class),
    @JsonSubTypes.Type(Verifier.Schema.class),
    @JsonSubTypes.Type(Verifier.Arithmetic.class)
})
public sealed interface Verifier extends Kind {
    int EXPRESSION_MAX = 2000;

    /**
     * The answer is one of those that people wrote for the prompt. Letter case, a full stop at the end and how many blanks stand
     * between words do not matter. Only prompts with a written answer are asked.
     */
    @JsonTypeName("exact")
    record Exact() implements Verifier {}

    /** The whole answer matches a regular expression of Java. One that looks at too much of a text counts as not matching. */
    @JsonTypeName("regex")
    record Matching(String expression) implements Verifier {
        public Matching {
            Check.text("verifier.expression", expression);
            Check.atMost("the length of verifier.expression", expression.length(), EXPRESSION_MAX);
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
}
