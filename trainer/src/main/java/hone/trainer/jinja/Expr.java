package hone.trainer.jinja;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An expression. */
sealed interface Expr {
    record Const(Object value) implements Expr {}

    record Name(String name) implements Expr {}

    /** {@code of.name}: an attribute, or else an item. */
    record Attribute(Expr of, String name) implements Expr {}

    /** {@code of[index]}: an item, or else an attribute. */
    record Item(Expr of, Expr index) implements Expr {}

    record Slice(Expr of, Optional<Expr> start, Optional<Expr> stop, Optional<Expr> step) implements Expr {}

    record Call(Expr callee, Arguments arguments) implements Expr {}

    record Filter(Expr value, String name, Arguments arguments) implements Expr {}

    record Test(Expr value, String name, Arguments arguments) implements Expr {}

    record Not(Expr value) implements Expr {}

    record Negative(Expr value) implements Expr {}

    record Positive(Expr value) implements Expr {}

    record And(Expr left, Expr right) implements Expr {}

    record Or(Expr left, Expr right) implements Expr {}

    record Arithmetic(String operator, Expr left, Expr right) implements Expr {}

    /** {@code a < b <= c}. */
    record Compare(Expr first, List<Compared> others) implements Expr {}

    record Compared(String operator, Expr value) {}

    /** {@code a ~ b ~ c}. */
    record Concat(List<Expr> parts) implements Expr {}

    record Conditional(Expr condition, Expr then, Optional<Expr> otherwise) implements Expr {}

    record ListOf(List<Expr> items) implements Expr {}

    record TupleOf(List<Expr> items) implements Expr {}

    record DictOf(List<Pair> pairs) implements Expr {}

    record Pair(Expr key, Expr value) {}

    record Arguments(List<Expr> places, Map<String, Expr> names) {
        static final Arguments NONE = new Arguments(List.of(), Map.of());
    }
}
