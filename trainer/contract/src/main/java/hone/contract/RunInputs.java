package hone.contract;

import java.util.Optional;

/** The models a run starts from. PPO's policy is also its reference; its reward model also starts the value model. */
public record RunInputs(ModelRef policy, Optional<ModelRef> reward, Optional<ModelRef> adapter) {
    public static RunInputs policy(ModelRef policy) {
        return new RunInputs(policy, Optional.empty(), Optional.empty());
    }
}
