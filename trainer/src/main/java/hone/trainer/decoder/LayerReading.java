package hone.trainer.decoder;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * What one layer needs to know of a forward pass.
 *
 * @param angles of the tokens' positions; empty in layers that don't rotate
 * @param visible (B, 1, T, S) or (1, 1, T, S) true where a query may attend; empty for plain causal attention
 * @param cache earlier keys and values, to which the new ones are added
 */
record LayerReading(
        Optional<RotaryPositions.Angles> angles, Optional<Tensor> visible, Optional<TokenCache.Layer> cache) {}
