package hone.trainer.optim;

import static org.bytedeco.pytorch.global.torch.stack;

import hone.trainer.tensor.Scope;
import java.util.Collection;
import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/**
 * Clipping by the joint norm: Pascanu et al. 2013, arXiv 1211.5063. The numbers are those of libtorch's {@code clip_grad_norm_}, which
 * multiplies every gradient by 1 where there is nothing to clip; here they are left alone then, which spares reading and writing them all.
 */
final class GradientNorm {
    private static final double EPSILON = 1e-6;

    private GradientNorm() {}

    /** Scales the gradients that there are so that their joint L2 norm is at most {@code max}; returns the norm before. */
    static double clip(Collection<Tensor> parameters, double max) {
        try (Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard()) {
            List<Tensor> gradients = parameters.stream()
                    .map(Tensor::grad)
                    .filter(Tensor::defined)
                    .toList();
            if (gradients.isEmpty()) {
                return 0;
            }
            Tensor[] norms = gradients.stream().map(Tensor::norm).toArray(Tensor[]::new);
            Tensor joint = norms.length == 1
                    ? norms[0]
                    : stack(new TensorVector(norms)).norm();
            Tensor scale = joint.add(new Scalar(EPSILON)).reciprocal().mul_(new Scalar(max));
            if (scale.item_double() < 1) {
                gradients.forEach(gradient -> gradient.mul_(scale));
            }
            return joint.item_double();
        }
    }
}
