package hone.trainer.decoder;

import static org.bytedeco.pytorch.global.torch.empty_like;
import static org.bytedeco.pytorch.global.torch.mm_out;

import hone.trainer.tensor.Scope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The gradient of the output matrix that one part of a batch adds up, apart from the parameter's own: parts are computed at the same time,
 * and the order in which their sums are added at the step's end does not depend on which was ready first. Its memory is used again for
 * every step, so it may be the parameter's gradient itself until the optimizer has used and cleared that.
 */
final class OutputGradient implements AutoCloseable {
    private final Tensor weight; // (V, H)
    private final Tensor sum; // (V, H)
    private boolean any;

    OutputGradient(Tensor weight) {
        this.weight = weight;
        try (Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard()) {
            sum = Scope.keep(empty_like(weight));
        }
    }

    /** Adds a product, of f32 or narrower numbers. */
    void add(Tensor slopes, Tensor hidden) { // (V, C), (C, H)
        if (slopes.scalar_type().intern() != ScalarType.Float) {
            Tensor product = slopes.mm(hidden); // (V, H)
            if (any) {
                sum.add_(product);
            } else {
                sum.copy_(product);
            }
        } else if (any) {
            sum.addmm_(slopes, hidden);
        } else {
            mm_out(sum, slopes, hidden);
        }
        any = true;
    }

    /** Adds the sum to the parameter's gradient, and begins anew: once a step. */
    void giveAway() {
        if (!any) {
            return;
        }
        any = false;
        try (Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard()) {
            if (weight.grad().defined()) {
                weight.mutable_grad().add_(sum);
            } else {
                weight.mutable_grad().put(sum);
            }
        }
    }

    @Override
    public void close() {
        Scope.release(sum);
    }
}
