package hone.trainer.ppo;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import hone.trainer.checkpoint.Checkpoints;
import hone.trainer.checkpoint.TrainingState;
import hone.trainer.optim.AdamW;
import hone.trainer.run.RunFailure;
import hone.trainer.scalarhead.ScoringModel;
import hone.trainer.tensor.Scope;
import hone.trainer.weights.SafeTensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * What an intermediate checkpoint holds in addition to the policy: value model, both optimizers, the KL coefficient. Prompts,
 * random numbers and orders of all iterations follow from the seed; how often the run was rolled back is in its events.
 */
record PpoState(ScoringModel value, AdamW policyOptimizer, AdamW valueOptimizer) {
    private static final String VALUE = "value.safetensors";
    private static final String VALUE_OPTIMIZER = "value-optimizer.safetensors";
    private static final String PROGRESS = "ppo.json";
    private static final String KL_COEFFICIENT = "kl_coefficient";

    List<Checkpoints.NamedContent> contents(double klCoefficient) {
        return List.of(
                new Checkpoints.NamedContent(VALUE, file -> SafeTensors.write(file, value.trainableParameters())),
                TrainingState.content(policyOptimizer),
                TrainingState.content(VALUE_OPTIMIZER, valueOptimizer),
                new Checkpoints.NamedContent(
                        PROGRESS,
                        file -> Checkpoints.writeForced(file, Wire.bytes(Map.of(KL_COEFFICIENT, klCoefficient)))));
    }

    /** Restores models and optimizers; returns the KL coefficient. */
    double restore(Path checkpoint) {
        TrainingState.restore(checkpoint, policyOptimizer);
        TrainingState.restore(checkpoint, VALUE_OPTIMIZER, valueOptimizer);
        Map<String, Tensor> saved = SafeTensors.read(checkpoint.resolve(VALUE));
        try (Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard()) {
            value.trainableParameters().forEach((name, parameter) -> {
                Tensor from = saved.get(name);
                if (from == null) {
                    throw new RunFailure("unreadable-checkpoint", "The checkpoint's value model lacks " + name + ".");
                }
                parameter.copy_(from);
            });
        } finally {
            saved.values().forEach(Scope::release);
        }
        try {
            return Wire.read(Files.readAllBytes(checkpoint.resolve(PROGRESS)), JsonNode.class)
                    .path(KL_COEFFICIENT)
                    .asDouble();
        } catch (IOException | UnreadableMessage e) {
            throw new RunFailure("unreadable-checkpoint", "The checkpoint's " + PROGRESS + " can't be read.", e);
        }
    }
}
