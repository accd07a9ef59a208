package hone.evaluation;

import java.util.Optional;
import java.util.function.Function;

/**
 * A statistic of labels, or why the labels at hand do not define it: never NaN, and no exception, because too few labels are
 * usual and no fault of anybody.
 */
public sealed interface Measure<T> {
    record Value<T>(T value) implements Measure<T> {}

    /** @param reason half a sentence that follows “undefined because” */
    record Undefined<T>(String reason) implements Measure<T> {}

    static <T> Measure<T> of(T value) {
        return new Value<>(value);
    }

    static <T> Measure<T> undefined(String reason) {
        return new Undefined<>(reason);
    }

    default <U> Measure<U> map(Function<? super T, ? extends U> function) {
        return switch (this) {
            case Value<T>(T value) -> new Value<>(function.apply(value));
            case Undefined<T>(String reason) -> new Undefined<>(reason);
        };
    }

    default <U> Measure<U> flatMap(Function<? super T, Measure<U>> function) {
        return switch (this) {
            case Value<T>(T value) -> function.apply(value);
            case Undefined<T>(String reason) -> new Undefined<>(reason);
        };
    }

    default Optional<T> toOptional() {
        return switch (this) {
            case Value<T>(T value) -> Optional.of(value);
            case Undefined<T>(String reason) -> Optional.empty();
        };
    }
}
