package hone.trainer.verifier;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import hone.trainer.data.DatasetPrompt;
import hone.trainer.run.BoundedPattern;
import hone.trainer.run.RunFailure;

/** Accepts an answer that is JSON as a schema wants it. A schema reaches nothing but itself, and its expressions are bounded. */
record JsonRule(JsonSchema schema) implements Rule {
    static JsonRule of(JsonNode schema) {
        JsonSchemaFactory factory = JsonSchemaFactory.getInstance(
                SpecVersion.VersionFlag.V202012,
                builder -> builder.schemaLoaders(loaders -> loaders.add(address -> {
                    throw new JsonSchemaException("a schema may not refer to " + address);
                })));
        SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                .regularExpressionFactory(expression -> BoundedPattern.of(expression)::isIn)
                .build();
        try {
            JsonSchema read = factory.getSchema(schema, config);
            read.initializeValidators();
            return new JsonRule(read);
        } catch (JsonSchemaException | BoundedPattern.Refused e) {
            throw new RunFailure("bad-recipe", "The recipe can't be used: verifier.schema: " + e.getMessage() + ".", e);
        }
    }

    @Override
    public boolean judges(DatasetPrompt prompt) {
        return true;
    }

    @Override
    public boolean isRight(DatasetPrompt prompt, String answer) {
        try {
            return schema.validate(Wire.read(answer.strip(), JsonNode.class)).isEmpty();
        } catch (UnreadableMessage | JsonSchemaException e) {
            return false;
        }
    }
}
