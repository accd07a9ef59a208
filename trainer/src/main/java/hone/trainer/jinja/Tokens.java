package hone.trainer.jinja;

import java.util.List;

/** The tokens of a template from the place that has been read to. */
final class Tokens {
    /** Beyond what anybody nests by hand; each level costs a dozen frames of Java's stack. */
    private static final int DEPTH_MAX = 100;

    private final List<Token> all;
    private int at;
    private int depth;

    Tokens(List<Token> all) {
        this.all = all;
    }

    Token peek() {
        return all.get(at);
    }

    Token afterNext() {
        return all.get(Math.min(at + 1, all.size() - 1));
    }

    Token next() {
        Token token = all.get(at);
        at = Math.min(at + 1, all.size() - 1); // the end stays
        return token;
    }

    void deeper() {
        if (++depth > DEPTH_MAX) {
            throw new TemplateError(
                    TemplateError.Cause.LIMIT,
                    peek().line(),
                    "The template is nested more than " + DEPTH_MAX + " levels deep.");
        }
    }

    void shallower() {
        depth--;
    }

    boolean skipOperator(String operator) {
        return skipIf(peek().isOperator(operator));
    }

    boolean skipName(String name) {
        return skipIf(peek().isName(name));
    }

    boolean skipName() {
        return skipIf(peek().type() == Token.Type.NAME);
    }

    private boolean skipIf(boolean there) {
        if (there) {
            next();
        }
        return there;
    }

    Token name() {
        return expect(Token.Type.NAME);
    }

    void expectOperator(String operator) {
        if (!skipOperator(operator)) {
            throw wrong("There should be a '" + operator + "', but there is " + peek().described() + ".");
        }
    }

    void expectName(String name) {
        if (!skipName(name)) {
            throw wrong("There should be '" + name + "', but there is " + peek().described() + ".");
        }
    }

    Token expect(Token.Type type) {
        if (peek().type() != type) {
            throw wrong("There should be " + wanted(type) + ", but there is " + peek().described() + ".");
        }
        return next();
    }

    private static String wanted(Token.Type type) {
        return type == Token.Type.NAME ? "a name" : new Token(type, "", 0).described();
    }

    void expectEnd() {
        expect(Token.Type.END);
    }

    TemplateError wrong(String message) {
        return new TemplateError(TemplateError.Cause.SYNTAX, peek().line(), message);
    }
}
