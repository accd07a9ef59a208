package hone.trainer.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Expressions, from the loosest binding to the tightest, in the order of Jinja's own parser. */
final class Expressions {
    static final Map<String, Object> CONSTANTS =
            Map.of("true", true, "True", true, "false", false, "False", false, "none", None.NONE, "None", None.NONE);
    private static final Set<String> COMPARING = Set.of("==", "!=", "<", "<=", ">", ">=");
    private static final Set<String> AFTER_A_TEST = Set.of("else", "or", "and");

    private final Tokens tokens;

    Expressions(Tokens tokens) {
        this.tokens = tokens;
    }

    /** An expression, or several with commas between them. */
    Expr tuple() {
        return tuple(this::one);
    }

    /** The same where a condition that follows belongs to the statement, as in a loop. */
    Expr tupleWithoutCondition() {
        return tuple(this::or);
    }

    private Expr tuple(java.util.function.Supplier<Expr> part) {
        Expr first = part.get();
        if (!tokens.peek().isOperator(",")) {
            return first;
        }
        List<Expr> items = new ArrayList<>(List.of(first));
        while (tokens.skipOperator(",") && beginsExpression()) {
            items.add(part.get());
        }
        return new Expr.TupleOf(items);
    }

    private boolean beginsExpression() {
        Token next = tokens.peek();
        return switch (next.type()) {
            case NAME -> !next.isName("in") && !next.isName("if");
            case STRING, INTEGER, FLOAT -> true;
            case OPERATOR -> Set.of("(", "[", "{", "-", "+").contains(next.text());
            default -> false;
        };
    }

    Expr one() {
        tokens.deeper();
        Expr then = or();
        while (tokens.skipName("if")) {
            Expr condition = or();
            Optional<Expr> otherwise = tokens.skipName("else") ? Optional.of(one()) : Optional.empty();
            then = new Expr.Conditional(condition, then, otherwise);
        }
        tokens.shallower();
        return then;
    }

    private Expr or() {
        Expr left = and();
        while (tokens.skipName("or")) {
            left = new Expr.Or(left, and());
        }
        return left;
    }

    private Expr and() {
        Expr left = not();
        while (tokens.skipName("and")) {
            left = new Expr.And(left, not());
        }
        return left;
    }

    private Expr not() {
        if (tokens.skipName("not")) {
            tokens.deeper();
            Expr value = new Expr.Not(not());
            tokens.shallower();
            return value;
        }
        return compare();
    }

    private Expr compare() {
        Expr first = sum();
        List<Expr.Compared> others = new ArrayList<>();
        while (true) {
            Token next = tokens.peek();
            if (next.type() == Token.Type.OPERATOR && COMPARING.contains(next.text())) {
                tokens.next();
                others.add(new Expr.Compared(next.text(), sum()));
            } else if (tokens.skipName("in")) {
                others.add(new Expr.Compared("in", sum()));
            } else if (next.isName("not") && tokens.afterNext().isName("in")) {
                tokens.next();
                tokens.next();
                others.add(new Expr.Compared("not in", sum()));
            } else {
                return others.isEmpty() ? first : new Expr.Compare(first, others);
            }
        }
    }

    private Expr sum() {
        return binary(Set.of("+", "-"), this::concat);
    }

    private Expr concat() {
        Expr first = product();
        if (!tokens.peek().isOperator("~")) {
            return first;
        }
        List<Expr> parts = new ArrayList<>(List.of(first));
        while (tokens.skipOperator("~")) {
            parts.add(product());
        }
        return new Expr.Concat(parts);
    }

    private Expr product() {
        return binary(Set.of("*", "/", "//", "%"), this::power);
    }

    private Expr power() {
        return binary(Set.of("**"), () -> unary(true));
    }

    private Expr binary(Set<String> operators, java.util.function.Supplier<Expr> part) {
        Expr left = part.get();
        while (tokens.peek().type() == Token.Type.OPERATOR
                && operators.contains(tokens.peek().text())) {
            left = new Expr.Arithmetic(tokens.next().text(), left, part.get());
        }
        return left;
    }

    private Expr unary(boolean filtered) {
        tokens.deeper();
        Expr value;
        if (tokens.skipOperator("-")) {
            value = new Expr.Negative(unary(false));
        } else if (tokens.skipOperator("+")) {
            value = new Expr.Positive(unary(false));
        } else {
            value = primary();
        }
        value = postfix(value);
        Expr whole = filtered ? filters(value) : value;
        tokens.shallower();
        return whole;
    }

    private Expr primary() {
        Token token = tokens.next();
        return switch (token.type()) {
            case NAME ->
                CONSTANTS.containsKey(token.text())
                        ? new Expr.Const(CONSTANTS.get(token.text()))
                        : new Expr.Name(token.text());
            case STRING -> {
                StringBuilder text = new StringBuilder(token.text());
                while (tokens.peek().type() == Token.Type.STRING) {
                    text.append(tokens.next().text());
                }
                yield new Expr.Const(Text.written(text.toString()));
            }
            case INTEGER -> new Expr.Const(integer(token.text()));
            case FLOAT -> new Expr.Const(Double.parseDouble(token.text()));
            case OPERATOR ->
                switch (token.text()) {
                    case "(" -> parenthesised();
                    case "[" -> new Expr.ListOf(items("]"));
                    case "{" -> dict();
                    default -> throw tokens.wrong("There is '" + token.text() + "' where a value should be.");
                };
            default -> throw tokens.wrong("There is " + token.described() + " where a value should be.");
        };
    }

    private long integer(String digits) {
        try {
            boolean other = digits.length() > 1 && Character.isLetter(digits.charAt(1));
            return other ? Long.parseLong(digits.substring(2), radix(digits.charAt(1))) : Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw tokens.wrong("The number " + digits + " is too large.");
        }
    }

    private static int radix(char letter) {
        return switch (letter) {
            case 'b', 'B' -> 2;
            case 'o', 'O' -> 8;
            default -> 16;
        };
    }

    private Expr parenthesised() {
        if (tokens.skipOperator(")")) {
            return new Expr.TupleOf(List.of());
        }
        Expr inside = tuple();
        tokens.expectOperator(")");
        return inside;
    }

    private List<Expr> items(String end) {
        List<Expr> items = new ArrayList<>();
        while (!tokens.skipOperator(end)) {
            if (!items.isEmpty()) {
                tokens.expectOperator(",");
                if (tokens.skipOperator(end)) {
                    break;
                }
            }
            items.add(one());
        }
        return items;
    }

    private Expr dict() {
        List<Expr.Pair> pairs = new ArrayList<>();
        while (!tokens.skipOperator("}")) {
            if (!pairs.isEmpty()) {
                tokens.expectOperator(",");
                if (tokens.skipOperator("}")) {
                    break;
                }
            }
            Expr key = one();
            tokens.expectOperator(":");
            pairs.add(new Expr.Pair(key, one()));
        }
        return new Expr.DictOf(pairs);
    }

    private Expr postfix(Expr value) {
        Expr whole = value;
        while (true) {
            if (tokens.skipOperator(".")) {
                Token name = tokens.next();
                whole = switch (name.type()) {
                    case NAME -> new Expr.Attribute(whole, name.text());
                    case INTEGER -> new Expr.Item(whole, new Expr.Const(integer(name.text())));
                    default -> throw tokens.wrong("There should be a name after the dot.");
                };
            } else if (tokens.skipOperator("[")) {
                whole = subscript(whole);
            } else if (tokens.peek().isOperator("(")) {
                whole = new Expr.Call(whole, arguments());
            } else {
                return whole;
            }
        }
    }

    private Expr subscript(Expr of) {
        Optional<Expr> start = tokens.peek().isOperator(":") ? Optional.empty() : Optional.of(one());
        if (tokens.skipOperator("]")) {
            return new Expr.Item(of, start.orElseThrow());
        }
        tokens.expectOperator(":");
        Optional<Expr> stop = slicePart();
        Optional<Expr> step = tokens.skipOperator(":") ? slicePart() : Optional.empty();
        tokens.expectOperator("]");
        return new Expr.Slice(of, start, stop, step);
    }

    private Optional<Expr> slicePart() {
        Token next = tokens.peek();
        return next.isOperator(":") || next.isOperator("]") ? Optional.empty() : Optional.of(one());
    }

    private Expr filters(Expr value) {
        Expr whole = value;
        while (true) {
            if (tokens.skipOperator("|")) {
                Node.Step step = step();
                whole = new Expr.Filter(whole, step.name(), step.arguments());
            } else if (tokens.skipName("is")) {
                whole = test(whole);
            } else if (tokens.peek().isOperator("(")) {
                whole = new Expr.Call(whole, arguments());
            } else {
                return whole;
            }
        }
    }

    /** Filters of a block: {@code upper | trim}. */
    List<Node.Step> steps() {
        List<Node.Step> steps = new ArrayList<>();
        do {
            steps.add(step());
        } while (tokens.skipOperator("|"));
        return steps;
    }

    private Node.Step step() {
        String name = dotted();
        if (!Filters.has(name)) {
            throw tokens.wrong("There is no filter '" + name + "' here.");
        }
        return new Node.Step(name, tokens.peek().isOperator("(") ? arguments() : Expr.Arguments.NONE);
    }

    private String dotted() {
        StringBuilder name = new StringBuilder(tokens.name().text());
        while (tokens.skipOperator(".")) {
            name.append('.').append(tokens.name().text());
        }
        return name.toString();
    }

    private Expr test(Expr value) {
        boolean negated = tokens.skipName("not");
        String name = dotted();
        if (!Tests.has(name)) {
            throw tokens.wrong("There is no test '" + name + "' here.");
        }
        Token next = tokens.peek();
        Expr.Arguments arguments = Expr.Arguments.NONE;
        boolean valueFollows = switch (next.type()) {
            case NAME -> !AFTER_A_TEST.contains(next.text());
            case STRING, INTEGER, FLOAT -> true;
            case OPERATOR -> next.text().equals("[") || next.text().equals("{");
            default -> false;
        };
        if (next.isOperator("(")) {
            arguments = arguments();
        } else if (valueFollows) {
            if (next.isName("is")) {
                throw tokens.wrong("Tests can't be chained with 'is'.");
            }
            arguments = new Expr.Arguments(List.of(postfix(primary())), Map.of());
        }
        Expr test = new Expr.Test(value, name, arguments);
        return negated ? new Expr.Not(test) : test;
    }

    private Expr.Arguments arguments() {
        tokens.expectOperator("(");
        List<Expr> places = new ArrayList<>();
        Map<String, Expr> names = new LinkedHashMap<>();
        while (!tokens.skipOperator(")")) {
            if (!places.isEmpty() || !names.isEmpty()) {
                tokens.expectOperator(",");
                if (tokens.skipOperator(")")) {
                    break;
                }
            }
            if (tokens.peek().isOperator("*") || tokens.peek().isOperator("**")) {
                throw tokens.wrong("Arguments can't be unpacked with '*' here.");
            }
            if (tokens.peek().type() == Token.Type.NAME && tokens.afterNext().isOperator("=")) {
                String name = tokens.name().text();
                tokens.next();
                if (names.put(name, one()) != null) {
                    throw tokens.wrong("The argument '" + name + "' is given twice.");
                }
            } else if (!names.isEmpty()) {
                throw tokens.wrong("An argument without a name follows one that has one.");
            } else {
                places.add(one());
            }
        }
        return new Expr.Arguments(places, names);
    }
}
