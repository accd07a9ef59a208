package hone.trainer.decoder;

import org.bytedeco.pytorch.Tensor;

/** Brings each vector to a common size. */
sealed interface Norm permits RmsNorm, LayerNorm {
    Tensor apply(Tensor x); // (…, width) → the same
}
