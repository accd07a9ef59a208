package hone.trainer.ppo;

import static org.bytedeco.pytorch.global.torch.matmul;

import hone.trainer.tensor.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Generalised advantage estimation: δ_t = r_t + γ V_{t+1} − V_t with V = 0 beyond the end, and A_t = Σ_k (γλ)^k δ_{t+k}. The sum
 * is one product with a triangular matrix, so that no loop runs over tokens. Source: Schulman et al. 2016, arXiv 1506.02438, eq.
 * 16.
 *
 * @param advantages (B, T), not whitened, 0 at masked positions
 * @param returns A + V (B, T), 0 at masked positions: the value model's targets
 */
public record Advantages(Tensor advantages, Tensor returns) {
    public static Advantages of(Tensor rewards, Tensor values, Tensor mask, double gamma, double lambda) {
        Tensor r = rewards.mul(mask); // (B, T)
        Tensor v = values.mul(mask); // (B, T)
        long tokens = v.size(1);
        Tensor delta = r.sub(v); // (B, T)
        if (tokens > 1) {
            Tensor next = v.narrow(1, 1, tokens - 1); // (B, T − 1)
            delta.narrow(1, 0, tokens - 1).add_(next.mul(new Scalar(gamma)));
        }
        Tensor advantages =
                matmul(delta.mul(mask), powers((int) tokens, gamma * lambda)).mul(mask); // (B, T)
        return new Advantages(advantages, advantages.add(v));
    }

    /** factor^(row − column) on and below the diagonal, 0 above it. */
    private static Tensor powers(int tokens, double factor) { // → (T, T)
        float[] powers = new float[tokens * tokens];
        for (int row = 0; row < tokens; row++) {
            double power = 1;
            for (int column = row; column >= 0; column--) {
                powers[row * tokens + column] = (float) power;
                power *= factor;
            }
        }
        return Tensors.of(powers, tokens, tokens);
    }
}
