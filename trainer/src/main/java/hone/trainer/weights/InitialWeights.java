package hone.trainer.weights;

import static org.bytedeco.pytorch.global.torch.manual_seed;
import static org.bytedeco.pytorch.global.torch.ones;
import static org.bytedeco.pytorch.global.torch.randn;
import static org.bytedeco.pytorch.global.torch.zeros;

import hone.trainer.decoder.Decoder;
import hone.trainer.decoder.DecoderConfig;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Tensors;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The weights of a new model: normally distributed with the configured deviation, smaller by 1/√(2 · layers) where a product is
 * added to the residual stream, as in GPT-2. Drawn with the processor's generator, so a seed makes the same model for every device.
 */
public final class InitialWeights {
    private InitialWeights() {}

    public static Decoder random(DecoderConfig config, long seed) {
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        double deviation = config.initializerRange();
        try (Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard()) {
            manual_seed(seed);
            config.layout().parameters().forEach((name, parameter) -> {
                Tensor start = switch (parameter.start()) {
                    case ZEROS -> zeros(parameter.shape());
                    case ONES -> ones(parameter.shape());
                    case NORMAL -> normal(parameter.shape(), deviation);
                    case NORMAL_INTO_RESIDUAL ->
                        normal(parameter.shape(), deviation / Math.sqrt(2.0 * config.layers()));
                };
                parameters.put(name, Scope.keep(Tensors.placed(start)));
            });
        }
        return Decoder.of(config, parameters);
    }

    private static Tensor normal(long[] shape, double deviation) {
        return randn(shape).mul(new Scalar(deviation));
    }
}
