package hone.trainer.jinja;

import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Executes the statements of a template once. */
final class Rendering {
    private final Budget budget;
    private final Evaluator evaluator;
    private int generations;

    /** How a list of statements ended. */
    private enum Flow {
        ON,
        BREAK,
        CONTINUE
    }

    Rendering(Budget budget, ZonedDateTime now) {
        this.budget = budget;
        this.evaluator = new Evaluator(budget, now);
    }

    Text of(List<Node> nodes, Map<String, Object> variables) {
        return apart(nodes, Names.of(variables));
    }

    /** What the statements write, as a value. */
    private Text apart(List<Node> nodes, Names names) {
        Text.Builder out = new Text.Builder();
        run(nodes, names, out);
        return out.build();
    }

    private Flow run(List<Node> nodes, Names names, Text.Builder out) {
        budget.deeper();
        for (Node node : nodes) {
            Flow flow;
            try {
                budget.step();
                flow = run(node, names, out);
            } catch (TemplateError e) {
                throw e.at(node.line());
            } catch (ArithmeticException e) {
                throw TemplateError.failed("a number becomes too large").at(node.line());
            }
            if (flow != Flow.ON) {
                budget.shallower();
                return flow;
            }
        }
        budget.shallower();
        return Flow.ON;
    }

    private Flow run(Node node, Names names, Text.Builder out) {
        switch (node) {
            case Node.Data data -> out.append(budget.made(Text.written(data.text())));
            case Node.Output output ->
                out.append(budget.made(Values.text(evaluator.value(output.value(), names), budget)));
            case Node.If choice -> {
                for (Node.Branch branch : choice.branches()) {
                    if (Values.isTrue(evaluator.value(branch.condition(), names))) {
                        return run(branch.body(), names, out);
                    }
                }
                return run(choice.otherwise(), names, out);
            }
            case Node.For loop -> {
                return run(loop, names, out);
            }
            case Node.Set set -> assign(set.target(), evaluator.value(set.value(), names), names);
            case Node.SetBlock block ->
                assign(block.target(), filtered(apart(block.body(), names.inside()), block.filters(), names), names);
            case Node.FilterBlock block -> {
                Object text = filtered(apart(block.body(), names.inside()), block.filters(), names);
                out.append(budget.made(Values.text(text, budget)));
            }
            case Node.With with -> {
                Names inside = names.inside();
                with.values().forEach(set -> assign(set.target(), evaluator.value(set.value(), names), inside));
                return run(with.body(), inside, out);
            }
            case Node.Macro macro -> names.set(macro.name(), function(macro, names));
            case Node.CallBlock block -> {
                Names inside = names.inside();
                Function caller =
                        function(new Node.Macro(block.line(), "caller", block.parameters(), block.body()), inside);
                Function.Given given = evaluator.given(block.call().arguments(), names);
                Object called = evaluator.value(block.call().callee(), names);
                Map<String, Object> named = given.named();
                named.put("caller", caller);
                Object text = evaluator.call(called, new Function.Given(given.rest(), named, budget));
                out.append(budget.made(Values.text(text, budget)));
            }
            case Node.Generation generation -> {
                int number = ++generations;
                out.append(apart(generation.body(), names.inside()).generatedAs(number));
            }
            case Node.Break end -> {
                return Flow.BREAK;
            }
            case Node.Continue end -> {
                return Flow.CONTINUE;
            }
        }
        return Flow.ON;
    }

    private Flow run(Node.For statement, Names names, Text.Builder out) {
        List<Object> items = budget.items(evaluator.value(statement.over(), names));
        if (statement.only().isPresent()) {
            List<Object> chosen = new ArrayList<>();
            for (Object item : items) {
                Names one = names.inside();
                assign(statement.target(), item, one);
                if (Values.isTrue(evaluator.value(statement.only().get(), one))) {
                    chosen.add(item);
                }
            }
            items = chosen;
        }
        Loop loop = new Loop(items);
        boolean whole = false;
        while (loop.hasNext()) {
            Names one = names.inside();
            assign(statement.target(), loop.advance(), one);
            one.set("loop", loop);
            Flow flow = run(statement.body(), one, out);
            whole |= flow == Flow.ON;
            if (flow == Flow.BREAK) {
                break;
            }
        }
        // As Jinja has it: not when there was no item, but when no item was gone through to its end.
        return whole ? Flow.ON : run(statement.otherwise(), names.inside(), out);
    }

    private Object filtered(Text text, List<Node.Step> filters, Names names) {
        Object value = text;
        for (Node.Step step : filters) {
            value = evaluator.filter(value, step, names);
        }
        return value;
    }

    private void assign(Node.Target target, Object value, Names names) {
        switch (target) {
            case Node.Target.Name(String name) -> names.set(name, value);
            case Node.Target.Member(String of, String name) -> {
                if (!(names.find(of).orElse(None.NONE) instanceof Namespace namespace)) {
                    throw TemplateError.failed(
                            "'" + of + "' is no namespace, so '" + of + "." + name + "' can't be set");
                }
                namespace.members().put(name, value);
            }
            case Node.Target.Names(List<Node.Target> targets) -> {
                List<Object> items = budget.items(value);
                if (items.size() != targets.size()) {
                    throw TemplateError.failed(items.size() + " values can't be given to " + targets.size() + " names");
                }
                for (int i = 0; i < items.size(); i++) {
                    assign(targets.get(i), items.get(i), names);
                }
            }
        }
    }

    /** A macro sees the names of the place where it stands. */
    private Function function(Node.Macro macro, Names around) {
        return given -> {
            Names inside = around.inside();
            for (String name : macro.parameters().names()) {
                if (given.has(name)) {
                    inside.set(name, given.value(name, None.NONE));
                } else {
                    Expr otherwise = macro.parameters().defaults().get(name);
                    inside.set(
                            name,
                            otherwise == null
                                    ? new Undefined("parameter '" + name + "' was not provided")
                                    : evaluator.value(otherwise, inside));
                }
            }
            Map<String, Object> named = given.named();
            inside.set("varargs", new Tuple(given.rest()));
            Object caller = named.remove("caller");
            inside.set("caller", caller == null ? Undefined.name("caller") : caller);
            Map<Object, Object> kwargs = new java.util.LinkedHashMap<>();
            named.forEach((name, value) -> kwargs.put(Text.written(name), value));
            inside.set("kwargs", kwargs);
            return apart(macro.body(), inside);
        };
    }
}
