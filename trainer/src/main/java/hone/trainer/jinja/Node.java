package hone.trainer.jinja;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A statement, with the line that it begins in. */
sealed interface Node {
    record Data(int line, String text) implements Node {}

    record Output(int line, Expr value) implements Node {}

    record If(int line, List<Branch> branches, List<Node> otherwise) implements Node {}

    record Branch(Expr condition, List<Node> body) {}

    record For(int line, Target target, Expr over, Optional<Expr> only, List<Node> body, List<Node> otherwise)
            implements Node {}

    record Set(int line, Target target, Expr value) implements Node {}

    /** {@code {% set x %}…{% endset %}}. */
    record SetBlock(int line, Target target, List<Step> filters, List<Node> body) implements Node {}

    record FilterBlock(int line, List<Step> filters, List<Node> body) implements Node {}

    record With(int line, List<Set> values, List<Node> body) implements Node {}

    record Macro(int line, String name, Parameters parameters, List<Node> body) implements Node {}

    /** {@code {% call f(x) %}…{% endcall %}}. */
    record CallBlock(int line, Parameters parameters, Expr.Call call, List<Node> body) implements Node {}

    /** What the assistant writes, as transformers marks it. */
    record Generation(int line, List<Node> body) implements Node {}

    record Break(int line) implements Node {}

    record Continue(int line) implements Node {}

    int line();

    /** A filter without its value. */
    record Step(String name, Expr.Arguments arguments) {}

    record Parameters(List<String> names, Map<String, Expr> defaults) {}

    /** What a value is assigned to. */
    sealed interface Target {
        record Name(String name) implements Target {}

        record Names(List<Target> targets) implements Target {}

        /** {@code ns.x}, where ns is a namespace. */
        record Member(String of, String name) implements Target {}
    }
}
