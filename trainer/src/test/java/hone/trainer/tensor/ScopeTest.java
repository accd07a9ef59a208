package hone.trainer.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.pytorch.global.torch.full;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class ScopeTest {
    private final List<Tensor> onTheWay = new ArrayList<>();

    @Test
    void ofWhatWasComputedOnlyTheResultStaysAndWithTheScopeAroundItGoesToo() {
        Tensor result;
        try (Scope scope = Scope.open()) {
            result = Scope.result(() -> doubledTwice(full(new long[] {3}, new Scalar(1.5))));

            assertThat(onTheWay).allMatch(tensor -> tensor.isNull());
            assertThat(result.sum().item_double()).isEqualTo(18);
        }
        assertThat(result.isNull()).isTrue();
    }

    @Test
    void whatTheBackwardPassNeedsIsThereAlthoughNobodyHoldsItAnyMore() {
        try (Scope scope = Scope.open()) {
            Tensor x = full(new long[] {1}, new Scalar(3.0)).set_requires_grad(true);

            Tensor fourthPower = Scope.result(() -> {
                Tensor square = x.square();
                onTheWay.add(square);
                return square.square();
            });
            fourthPower.backward();

            assertThat(onTheWay).allMatch(tensor -> tensor.isNull());
            assertThat(x.grad().item_double()).isEqualTo(4 * 27);
        }
    }

    @Test
    void aResultThatWasThereBeforeStaysWhereItWas() {
        try (Scope scope = Scope.open()) {
            Tensor before = full(new long[] {2}, new Scalar(1.0));

            Tensor same = Scope.result(() -> before);

            assertThat(same).isSameAs(before);
            assertThat(before.sum().item_double()).isEqualTo(2);
        }
    }

    @Test
    void whereTheComputationFailsNothingStays() {
        try (Scope scope = Scope.open()) {
            assertThatThrownBy(() -> Scope.result(() -> {
                        doubledTwice(full(new long[] {3}, new Scalar(1.5)));
                        throw new IllegalStateException("half way");
                    }))
                    .hasMessage("half way");

            assertThat(onTheWay).isNotEmpty().allMatch(tensor -> tensor.isNull());
        }
    }

    private Tensor doubledTwice(Tensor x) {
        Tensor once = x.add(x);
        onTheWay.addAll(List.of(x, once));
        return once.add(once);
    }
}
