package hone.trainer.decoder;

import static org.bytedeco.pytorch.global.torch.silu;

import org.bytedeco.pytorch.Tensor;

/** SwiGLU, down(silu(gate(x)) · up(x)): Shazeer 2020, arXiv 2002.05202. */
record FeedForward(Linear gate, Linear up, Linear down) {
    Tensor apply(Tensor x) { // (B, T, H) → (B, T, H)
        return down.apply(silu(gate.apply(x)).mul(up.apply(x)));
    }
}
