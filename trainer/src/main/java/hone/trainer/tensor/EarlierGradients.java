package hone.trainer.tensor;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * Sets the gradients of earlier micro-batches apart while two parts of another add up theirs at the same time: of two numbers the sum does
 * not depend on which comes first, of three it does, in its last bits.
 */
public final class EarlierGradients {
    private EarlierGradients() {}

    /** Runs work that adds gradients to the parameters, and then adds those from before. */
    public static void apart(Collection<Tensor> parameters, Runnable work) {
        try (Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard()) {
            Map<Tensor, Tensor> earlier = new LinkedHashMap<>();
            Tensor none = new Tensor();
            for (Tensor parameter : parameters) {
                Tensor gradient = parameter.grad();
                if (gradient.defined()) {
                    earlier.put(parameter, new Tensor(gradient));
                    parameter.mutable_grad().put(none);
                }
            }
            work.run();
            earlier.forEach((parameter, gradient) -> {
                if (parameter.grad().defined()) {
                    parameter.mutable_grad().add_(gradient);
                } else {
                    parameter.mutable_grad().put(gradient);
                }
            });
        }
    }
}
