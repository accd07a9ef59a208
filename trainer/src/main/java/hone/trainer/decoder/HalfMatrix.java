package hone.trainer.decoder;

import static org.bytedeco.pytorch.global.torch.aminmax;
import static org.bytedeco.pytorch.global.torch.ones;

import hone.trainer.tensor.Scope;
import java.util.Optional;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;

/**
 * A matrix in half precision (IEEE binary16), laid out for products with a few rows: FBGEMM reads half of the memory that f32 takes, and
 * widens each number before it multiplies, so what goes in, the sums and what comes out are f32. A row's numbers do not depend on the rows
 * beside it, nor on the threads.
 */
final class HalfMatrix implements AutoCloseable {
    /** What binary16 can hold; a larger number would silently become this one. */
    private static final double LARGEST = 65_504;

    /** Below this, a matrix stays in the processor's caches anyway. */
    private static final long NUMBERS_MIN = 1 << 16;

    private static final Optional<Products> PRODUCTS = Products.found();

    private final IValue packed;

    /** libtorch's two operators for it. */
    private record Products(OperatorHandle pack, OperatorHandle apply) {
        /** Empty where libtorch was built without FBGEMM, which is made for x86, or the processor has no AVX2. */
        static Optional<Products> found() {
            try (Scope scope = Scope.open()) {
                Products products = new Products(
                        Scope.keep(Dispatcher.singleton().findSchemaOrThrow("quantized::linear_prepack_fp16", "")),
                        Scope.keep(Dispatcher.singleton().findSchemaOrThrow("quantized::linear_dynamic_fp16", "")));
                Tensor one = ones(1, 1);
                products.apply(products.pack(one), one);
                return Optional.of(products);
            } catch (RuntimeException e) {
                return Optional.empty(); // f32 computes the same, later
            }
        }

        IValue pack(Tensor matrix) { // (out, in)
            IValueVector stack = new IValueVector(new IValue(matrix), new IValue());
            pack.callBoxed(stack);
            return new IValue(stack.get(0));
        }

        Tensor apply(IValue packed, Tensor x) { // (…, in) → (…, out)
            IValueVector stack = new IValueVector(new IValue(x), packed);
            apply.callBoxed(stack);
            return stack.get(0).toTensor();
        }
    }

    private HalfMatrix(IValue packed) {
        this.packed = packed;
    }

    /**
     * @param matrix (out, in) f32
     * @return empty where f32 is as fast, on another device than the processor, and for a matrix with numbers that half precision has not
     */
    static Optional<HalfMatrix> of(Tensor matrix) {
        if (PRODUCTS.isEmpty() || !matrix.is_cpu() || matrix.numel() < NUMBERS_MIN) {
            return Optional.empty();
        }
        try (Scope scope = Scope.open()) {
            T_TensorTensor_T ends = aminmax(matrix);
            return ends.get0().item_double() >= -LARGEST && ends.get1().item_double() <= LARGEST // false for NaN
                    ? Optional.of(new HalfMatrix(Scope.keep(PRODUCTS.get().pack(matrix.contiguous()))))
                    : Optional.empty();
        }
    }

    Tensor apply(Tensor x) { // (…, in) → (…, out)
        return PRODUCTS.orElseThrow().apply(packed, x);
    }

    @Override
    public void close() {
        Scope.release(packed);
    }
}
