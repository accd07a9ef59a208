package hone.trainer.decoder;

import org.bytedeco.pytorch.Tensor;

/** y = x Wᵀ + b, in one of the ways in which a matrix is stored. */
sealed interface Product permits Linear, HalfLinear {
    Tensor apply(Tensor x); // (…, in) → (…, out)
}
