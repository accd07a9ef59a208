package hone.trainer.decoder;

import static org.bytedeco.pytorch.global.torch.cat;

import hone.trainer.tensor.Scope;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/**
 * What one or several linear maps of the same input compute, one behind the other, by a matrix in half precision with their adapters in it.
 *
 * @param bias (out), a copy of its own
 */
record HalfLinear(HalfMatrix matrix, Optional<Tensor> bias) implements Product, AutoCloseable {
    /** @return empty if {@link HalfMatrix} has nothing to offer, or some of them have a bias and others have none */
    static Optional<HalfLinear> of(List<Linear> joined) {
        boolean biased = joined.getFirst().bias().isPresent();
        if (joined.stream().anyMatch(one -> one.bias().isPresent() != biased)) {
            return Optional.empty();
        }
        try (Scope scope = Scope.open();
                NoGradGuard constants = new NoGradGuard()) {
            return HalfMatrix.of(rows(joined.stream().map(Linear::merged)))
                    .map(matrix -> new HalfLinear(
                            matrix,
                            biased
                                    ? Optional.of(Scope.keep(rows(joined.stream()
                                                    .map(one -> one.bias().orElseThrow()))
                                            .clone()))
                                    : Optional.empty()));
        }
    }

    private static Tensor rows(Stream<Tensor> parts) {
        Tensor[] all = parts.toArray(Tensor[]::new);
        return all.length == 1 ? all[0] : cat(new TensorVector(all), 0);
    }

    @Override
    public Tensor apply(Tensor x) { // (…, in) → (…, out)
        Tensor y = matrix.apply(x);
        return bias.isPresent() ? y.add_(bias.get()) : y;
    }

    @Override
    public void close() {
        matrix.close();
        bias.ifPresent(Scope::release);
    }
}
