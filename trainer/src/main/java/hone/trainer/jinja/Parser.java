package hone.trainer.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Statements of a template. What has no place in a chat template, such as reading other files, is refused by name. */
final class Parser {
    private static final Set<String> ELSEWHERE =
            Set.of("include", "import", "from", "extends", "block", "do", "autoescape", "trans", "debug");

    private final Tokens tokens;
    private final Expressions expressions;
    private int loops;

    private Parser(Tokens tokens) {
        this.tokens = tokens;
        this.expressions = new Expressions(tokens);
    }

    static List<Node> parse(String source) {
        Parser parser = new Parser(new Tokens(Lexer.tokens(source)));
        List<Node> nodes = parser.until(Set.of());
        parser.tokens.expectEnd();
        return nodes;
    }

    /** Statements up to a block of one of these names, whose name is then the next token. */
    private List<Node> until(Set<String> ends) {
        tokens.deeper();
        List<Node> nodes = new ArrayList<>();
        while (tokens.peek().type() != Token.Type.END) {
            Token token = tokens.next();
            switch (token.type()) {
                case DATA -> nodes.add(new Node.Data(token.line(), token.text()));
                case OUTPUT_BEGIN -> {
                    nodes.add(new Node.Output(token.line(), expressions.tuple()));
                    tokens.expect(Token.Type.OUTPUT_END);
                }
                case BLOCK_BEGIN -> {
                    Token name = tokens.peek();
                    if (name.type() == Token.Type.NAME && ends.contains(name.text())) {
                        tokens.shallower();
                        return nodes;
                    }
                    nodes.add(statement());
                }
                default -> throw tokens.wrong("There is " + token.described() + " where none can be.");
            }
        }
        if (!ends.isEmpty()) {
            throw tokens.wrong("The template ends where one of these is missing: "
                    + String.join(", ", ends.stream().sorted().toList()) + ".");
        }
        tokens.shallower();
        return nodes;
    }

    private Node statement() {
        Token name = tokens.name();
        int line = name.line();
        return switch (name.text()) {
            case "if" -> branches(line);
            case "for" -> loop(line);
            case "set" -> assignment(line);
            case "macro" -> macro(line);
            case "call" -> call(line);
            case "filter" -> {
                List<Node.Step> steps = expressions.steps();
                yield new Node.FilterBlock(line, steps, body("endfilter"));
            }
            case "with" -> with(line);
            case "generation" -> new Node.Generation(line, apart("endgeneration"));
            case "break" -> {
                inLoop("break");
                yield new Node.Break(line);
            }
            case "continue" -> {
                inLoop("continue");
                yield new Node.Continue(line);
            }
            default ->
                throw tokens.wrong(
                        ELSEWHERE.contains(name.text())
                                ? "A chat template can't use '" + name.text() + "'."
                                : "There is no block '" + name.text() + "' here.");
        };
    }

    private void inLoop(String what) {
        if (loops == 0) {
            throw tokens.wrong("'" + what + "' stands outside of a loop.");
        }
        tokens.expect(Token.Type.BLOCK_END);
    }

    /** The rest of a tag, then statements up to the end of this name, and that tag. */
    private List<Node> body(String end) {
        tokens.expect(Token.Type.BLOCK_END);
        List<Node> body = until(Set.of(end));
        tokens.next();
        tokens.skipName(); // {% endmacro name %}
        tokens.expect(Token.Type.BLOCK_END);
        return body;
    }

    /** A body that becomes a value of its own: a loop around it can't be left from inside. */
    private List<Node> apart(String end) {
        int outer = loops;
        loops = 0;
        List<Node> body = body(end);
        loops = outer;
        return body;
    }

    private Node branches(int line) {
        List<Node.Branch> branches = new ArrayList<>();
        List<Node> otherwise = List.of();
        Expr condition = expressions.tuple();
        while (true) {
            tokens.expect(Token.Type.BLOCK_END);
            branches.add(new Node.Branch(condition, until(Set.of("elif", "else", "endif"))));
            Token next = tokens.next();
            if (next.isName("elif")) {
                condition = expressions.tuple();
                continue;
            }
            if (next.isName("else")) {
                tokens.expect(Token.Type.BLOCK_END);
                otherwise = until(Set.of("endif"));
                tokens.next();
            }
            tokens.expect(Token.Type.BLOCK_END);
            return new Node.If(line, branches, otherwise);
        }
    }

    private Node loop(int line) {
        Node.Target target = target(true);
        tokens.expectName("in");
        Expr over = expressions.tupleWithoutCondition();
        java.util.Optional<Expr> only =
                tokens.skipName("if") ? java.util.Optional.of(expressions.one()) : java.util.Optional.empty();
        if (tokens.peek().isName("recursive")) {
            throw tokens.wrong("Recursive loops are not known here.");
        }
        tokens.expect(Token.Type.BLOCK_END);
        loops++;
        List<Node> body = until(Set.of("else", "endfor"));
        loops--;
        List<Node> otherwise = List.of();
        if (tokens.next().isName("else")) {
            tokens.expect(Token.Type.BLOCK_END);
            otherwise = until(Set.of("endfor"));
            tokens.next();
        }
        tokens.expect(Token.Type.BLOCK_END);
        return new Node.For(line, target, over, only, body, otherwise);
    }

    private Node assignment(int line) {
        Node.Target target = target(false);
        if (tokens.skipOperator("=")) {
            Expr value = expressions.tuple();
            tokens.expect(Token.Type.BLOCK_END);
            return new Node.Set(line, target, value);
        }
        List<Node.Step> filters = tokens.skipOperator("|") ? expressions.steps() : List.of();
        return new Node.SetBlock(line, target, filters, apart("endset"));
    }

    /** @param loop whether a name in it may be no namespace's member */
    private Node.Target target(boolean loop) {
        List<Node.Target> targets = new ArrayList<>();
        boolean several = false;
        do {
            if (tokens.peek().type() != Token.Type.NAME && several) {
                break;
            }
            if (tokens.skipOperator("(")) {
                targets.add(target(true));
                tokens.expectOperator(")");
            } else {
                targets.add(oneTarget(loop));
            }
            several = tokens.peek().isOperator(",") || several;
        } while (tokens.skipOperator(","));
        return several ? new Node.Target.Names(targets) : targets.getFirst();
    }

    private Node.Target oneTarget(boolean loop) {
        String name = tokens.name().text();
        if (!loop && tokens.skipOperator(".")) {
            return new Node.Target.Member(name, tokens.name().text());
        }
        if (Expressions.CONSTANTS.containsKey(name)) {
            throw tokens.wrong("Nothing can be assigned to '" + name + "'.");
        }
        return new Node.Target.Name(name);
    }

    private Node with(int line) {
        List<Node.Set> values = new ArrayList<>();
        while (tokens.peek().type() != Token.Type.BLOCK_END) {
            if (!values.isEmpty()) {
                tokens.expectOperator(",");
            }
            Node.Target target = oneTarget(true);
            tokens.expectOperator("=");
            values.add(new Node.Set(line, target, expressions.one()));
        }
        return new Node.With(line, values, body("endwith"));
    }

    private Node macro(int line) {
        String name = tokens.name().text();
        Node.Parameters parameters = parameters();
        return new Node.Macro(line, name, parameters, apart("endmacro"));
    }

    private Node call(int line) {
        Node.Parameters parameters =
                tokens.peek().isOperator("(") ? parameters() : new Node.Parameters(List.of(), Map.of());
        if (!(expressions.one() instanceof Expr.Call call)) {
            throw tokens.wrong("A call block needs a call.");
        }
        return new Node.CallBlock(line, parameters, call, apart("endcall"));
    }

    private Node.Parameters parameters() {
        List<String> names = new ArrayList<>();
        Map<String, Expr> defaults = new LinkedHashMap<>();
        tokens.expectOperator("(");
        while (!tokens.skipOperator(")")) {
            if (!names.isEmpty()) {
                tokens.expectOperator(",");
            }
            String name = tokens.name().text();
            names.add(name);
            if (tokens.skipOperator("=")) {
                defaults.put(name, expressions.one());
            } else if (!defaults.isEmpty()) {
                throw tokens.wrong("A parameter without a default follows one that has one.");
            }
        }
        return new Node.Parameters(names, defaults);
    }
}
