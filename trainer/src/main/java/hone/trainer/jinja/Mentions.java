package hone.trainer.jinja;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The names that a template uses anywhere, whether or not it sets them itself. */
final class Mentions {
    private final Set<String> names = new HashSet<>();

    private Mentions() {}

    static Set<String> of(List<Node> nodes) {
        Mentions mentions = new Mentions();
        mentions.add(nodes);
        return mentions.names;
    }

    private void add(List<Node> nodes) {
        nodes.forEach(this::add);
    }

    private void add(Node node) {
        switch (node) {
            case Node.Data data -> {}
            case Node.Output output -> add(output.value());
            case Node.If choice -> {
                choice.branches().forEach(branch -> {
                    add(branch.condition());
                    add(branch.body());
                });
                add(choice.otherwise());
            }
            case Node.For loop -> {
                add(loop.over());
                loop.only().ifPresent(this::add);
                add(loop.body());
                add(loop.otherwise());
            }
            case Node.Set set -> add(set.value());
            case Node.SetBlock block -> {
                block.filters().forEach(step -> add(step.arguments()));
                add(block.body());
            }
            case Node.FilterBlock block -> {
                block.filters().forEach(step -> add(step.arguments()));
                add(block.body());
            }
            case Node.With with -> {
                with.values().forEach(this::add);
                add(with.body());
            }
            case Node.Macro macro -> {
                macro.parameters().defaults().values().forEach(this::add);
                add(macro.body());
            }
            case Node.CallBlock block -> {
                add(block.call());
                add(block.body());
            }
            case Node.Generation generation -> add(generation.body());
            case Node.Break end -> {}
            case Node.Continue end -> {}
        }
    }

    private void add(Expr.Arguments arguments) {
        arguments.places().forEach(this::add);
        arguments.names().values().forEach(this::add);
    }

    private void add(Expr expression) {
        switch (expression) {
            case Expr.Const constant -> {}
            case Expr.Name name -> names.add(name.name());
            case Expr.Attribute attribute -> add(attribute.of());
            case Expr.Item item -> {
                add(item.of());
                add(item.index());
            }
            case Expr.Slice slice -> {
                add(slice.of());
                slice.start().ifPresent(this::add);
                slice.stop().ifPresent(this::add);
                slice.step().ifPresent(this::add);
            }
            case Expr.Call call -> {
                add(call.callee());
                add(call.arguments());
            }
            case Expr.Filter filter -> {
                add(filter.value());
                add(filter.arguments());
            }
            case Expr.Test test -> {
                add(test.value());
                add(test.arguments());
            }
            case Expr.Not not -> add(not.value());
            case Expr.Negative negative -> add(negative.value());
            case Expr.Positive positive -> add(positive.value());
            case Expr.And and -> {
                add(and.left());
                add(and.right());
            }
            case Expr.Or or -> {
                add(or.left());
                add(or.right());
            }
            case Expr.Arithmetic sum -> {
                add(sum.left());
                add(sum.right());
            }
            case Expr.Compare compare -> {
                add(compare.first());
                compare.others().forEach(other -> add(other.value()));
            }
            case Expr.Concat concat -> concat.parts().forEach(this::add);
            case Expr.Conditional choice -> {
                add(choice.condition());
                add(choice.then());
                choice.otherwise().ifPresent(this::add);
            }
            case Expr.ListOf list -> list.items().forEach(this::add);
            case Expr.TupleOf tuple -> tuple.items().forEach(this::add);
            case Expr.DictOf dict ->
                dict.pairs().forEach(pair -> {
                    add(pair.key());
                    add(pair.value());
                });
        }
    }
}
