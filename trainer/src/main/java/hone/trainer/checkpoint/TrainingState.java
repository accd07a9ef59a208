package hone.trainer.checkpoint;

import static org.bytedeco.pytorch.global.torch.getDefaultCPUGenerator;

import hone.trainer.optim.AdamW;
import hone.trainer.run.RunFailure;
import hone.trainer.tensor.Scope;
import hone.trainer.weights.SafeTensors;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** What training needs besides the weights in order to resume as if it had never stopped: moments, step counts, random state. */
public final class TrainingState {
    public static final String FILE = "optimizer.safetensors";
    private static final String RANDOM = "random.cpu";

    private TrainingState() {}

    public static Checkpoints.NamedContent content(AdamW optimizer) {
        return content(FILE, optimizer);
    }

    /** For a stage with several optimizers, each in a file of its own. */
    public static Checkpoints.NamedContent content(String name, AdamW optimizer) {
        return new Checkpoints.NamedContent(name, file -> {
            try (Scope scope = Scope.open()) {
                Map<String, Tensor> state = new LinkedHashMap<>(optimizer.state());
                state.put(RANDOM, getDefaultCPUGenerator().get_state());
                SafeTensors.write(file, state);
            }
        });
    }

    public static void restore(Path checkpoint, AdamW optimizer) {
        restore(checkpoint, FILE, optimizer);
    }

    public static void restore(Path checkpoint, String name, AdamW optimizer) {
        try (Scope scope = Scope.open()) {
            Map<String, Tensor> state = SafeTensors.read(checkpoint.resolve(name));
            optimizer.restore(state);
            Tensor random = state.get(RANDOM);
            if (random == null) {
                throw new RunFailure("unreadable-checkpoint", "The checkpoint's optimizer state lacks " + RANDOM + ".");
            }
            getDefaultCPUGenerator().set_state(random);
            state.values().forEach(Scope::release);
        }
    }
}
