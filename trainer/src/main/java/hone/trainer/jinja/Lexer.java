package hone.trainer.jinja;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Source to tokens, with Jinja's rules of white space as transformers sets them: {@code trim_blocks} (a line break after a block
 * or comment is dropped), {@code lstrip_blocks} (so is the indentation in front of one), and one line break at the end.
 */
final class Lexer {
    private static final int TOKENS_MAX = 500_000;
    private static final Pattern RAW =
            Pattern.compile("\\{%[-+]?\\s*raw\\s*(?:-%\\}\\s*|%\\})", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern END_OF_RAW =
            Pattern.compile("\\{%([-+]?)\\s*endraw\\s*(?:\\+%\\}|-%\\}\\s*|%\\}\\n?)", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern FLOAT =
            Pattern.compile("(?:\\d+_)*\\d+(?:(?:\\.(?:\\d+_)*\\d+)?[eE][+-]?(?:\\d+_)*\\d+|\\.(?:\\d+_)*\\d+)");
    private static final Pattern INTEGER =
            Pattern.compile("0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0[xX](?:_?[0-9a-fA-F])+|\\d(?:_?\\d)*");
    private static final List<String> OPERATORS = List.of(
            "//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{", "}", ">", "<",
            "=", ".", ":", "|", ",", ";");

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;
    private int counted;
    private boolean lineStarts = true;

    private Lexer(String source) {
        this.source = source;
    }

    static List<Token> tokens(String source) {
        String lines = source.replace("\r\n", "\n").replace('\r', '\n');
        return new Lexer(lines.endsWith("\n") ? lines.substring(0, lines.length() - 1) : lines).all();
    }

    private List<Token> all() {
        while (at < source.length()) {
            int open = nextTag(at);
            if (open < 0) {
                data(source.substring(at), at);
                at = source.length();
                break;
            }
            char kind = source.charAt(open + 1);
            char sign = open + 2 < source.length() ? source.charAt(open + 2) : ' ';
            boolean signed = sign == '-' || sign == '+';
            data(textBefore(open, kind, sign), at);
            at = open;
            Matcher raw = RAW.matcher(source).region(open, source.length());
            if (kind == '%' && raw.lookingAt()) {
                ended(raw.end());
                raw();
            } else if (kind == '#') {
                comment();
            } else {
                at += signed ? 3 : 2;
                add(kind == '%' ? Token.Type.BLOCK_BEGIN : Token.Type.OUTPUT_BEGIN, "");
                tag(kind == '%');
            }
        }
        add(Token.Type.END, "");
        return tokens;
    }

    private int nextTag(int from) {
        for (int i = source.indexOf('{', from); i >= 0 && i + 1 < source.length(); i = source.indexOf('{', i + 1)) {
            char next = source.charAt(i + 1);
            if (next == '%' || next == '{' || next == '#') {
                return i;
            }
        }
        return -1;
    }

    /** The text from here to a tag, less what the tag strips of it. */
    private String textBefore(int open, char kind, char sign) {
        String text = source.substring(at, open);
        if (sign == '-') {
            return text.substring(0, Space.before(text, text.length()));
        }
        if (sign == '+' || kind == '{') {
            return text;
        }
        int lineStart = text.lastIndexOf('\n') + 1;
        boolean indentation = (lineStart > 0 || lineStarts) && Space.after(text, lineStart) == text.length();
        return indentation ? text.substring(0, lineStart) : text;
    }

    private void raw() {
        Matcher end = END_OF_RAW.matcher(source);
        if (!end.find(at)) {
            throw wrong("The raw block has no end.");
        }
        String sign = end.group(1);
        data(textBefore(end.start(), '%', sign.isEmpty() ? ' ' : sign.charAt(0)), at);
        ended(end.end());
    }

    private void comment() {
        int close = source.indexOf("#}", at + 2);
        if (close < 0) {
            throw wrong("A comment has no end.");
        }
        boolean inside = close - 1 >= at + 2;
        boolean strips = inside && source.charAt(close - 1) == '-';
        boolean keeps = inside && source.charAt(close - 1) == '+';
        ended(afterTag(close + 2, strips, !keeps));
    }

    private int afterTag(int end, boolean strips, boolean trims) {
        if (strips) {
            return Space.after(source, end);
        }
        return trims && end < source.length() && source.charAt(end) == '\n' ? end + 1 : end;
    }

    private void ended(int end) {
        at = end;
        lineStarts = end > 0 && source.charAt(end - 1) == '\n';
    }

    /** What stands between the marks of a block or an output. */
    private void tag(boolean block) {
        Deque<Character> open = new ArrayDeque<>();
        String close = block ? "%}" : "}}";
        while (true) {
            at = Space.after(source, at);
            if (at >= source.length()) {
                throw wrong("A tag has no end.");
            }
            if (open.isEmpty() && closes(close, block)) {
                return;
            }
            token(open);
        }
    }

    private boolean closes(String close, boolean block) {
        char c = source.charAt(at);
        boolean strips = c == '-' && source.startsWith(close, at + 1);
        boolean keeps = block && c == '+' && source.startsWith(close, at + 1);
        if (!strips && !keeps && !source.startsWith(close, at)) {
            return false;
        }
        add(block ? Token.Type.BLOCK_END : Token.Type.OUTPUT_END, "");
        int end = at + close.length() + (strips || keeps ? 1 : 0);
        ended(afterTag(end, strips, block && !keeps));
        return true;
    }

    private void token(Deque<Character> open) {
        int c = source.codePointAt(at);
        if (c == '\'' || c == '"') {
            string((char) c);
        } else if (c >= '0' && c <= '9') {
            number();
        } else if (c == '_' || Character.isLetter(c)) {
            int end = at;
            while (end < source.length() && isPartOfName(source.codePointAt(end))) {
                end += Character.charCount(source.codePointAt(end));
            }
            add(Token.Type.NAME, source.substring(at, end));
            at = end;
        } else {
            operator(open);
        }
    }

    private static boolean isPartOfName(int c) {
        return c == '_' || Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK;
    }

    private void operator(Deque<Character> open) {
        String found = OPERATORS.stream()
                .filter(operator -> source.startsWith(operator, at))
                .findFirst()
                .orElseThrow(() -> wrong("There is a character that has no meaning here: '"
                        + Character.toString(source.codePointAt(at)) + "'."));
        switch (found) {
            case "(", "[", "{" -> open.push(found.charAt(0));
            case ")", "]", "}" -> {
                char wanted = found.equals(")") ? '(' : found.equals("]") ? '[' : '{';
                if (open.isEmpty() || open.pop() != wanted) {
                    throw wrong("There is a '" + found + "' that closes nothing.");
                }
            }
            default -> {
                // brackets alone are counted
            }
        }
        add(Token.Type.OPERATOR, found);
        at += found.length();
    }

    private void number() {
        boolean afterDot = at > 0 && source.charAt(at - 1) == '.';
        Matcher decimal = FLOAT.matcher(source).region(at, source.length());
        if (!afterDot && decimal.lookingAt()) {
            add(Token.Type.FLOAT, decimal.group().replace("_", ""));
            at = decimal.end();
            return;
        }
        Matcher whole = INTEGER.matcher(source).region(at, source.length());
        if (!whole.lookingAt()) {
            throw wrong("A number can't be read.");
        }
        add(Token.Type.INTEGER, whole.group().replace("_", ""));
        at = whole.end();
    }

    private void string(char quote) {
        StringBuilder text = new StringBuilder();
        int start = at++;
        while (true) {
            if (at >= source.length()) {
                at = start;
                throw wrong("A string has no end.");
            }
            char c = source.charAt(at++);
            if (c == quote) {
                break;
            }
            if (c != '\\') {
                text.append(c);
                continue;
            }
            if (at >= source.length()) {
                at = start;
                throw wrong("A string has no end.");
            }
            escaped(text);
        }
        int end = at;
        at = start; // a string's line is the one it begins in
        add(Token.Type.STRING, text.toString());
        at = end;
    }

    /** Python's escapes; one that it does not know stays as it is. */
    private void escaped(StringBuilder text) {
        char c = source.charAt(at++);
        switch (c) {
            case '\n' -> {
                // the line goes on
            }
            case 'n' -> text.append('\n');
            case 't' -> text.append('\t');
            case 'r' -> text.append('\r');
            case 'b' -> text.append('\b');
            case 'f' -> text.append('\f');
            case 'a' -> text.append('\u0007');
            case 'v' -> text.append('\u000B');
            case '\\', '\'', '"' -> text.append(c);
            case 'x' -> hex(text, 2);
            case 'u' -> hex(text, 4);
            case 'U' -> hex(text, 8);
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                int end = at;
                while (end < source.length()
                        && end < at + 2
                        && source.charAt(end) >= '0'
                        && source.charAt(end) <= '7') {
                    end++;
                }
                text.appendCodePoint(Integer.parseInt(source.substring(at - 1, end), 8));
                at = end;
            }
            default -> text.append('\\').append(c);
        }
    }

    private void hex(StringBuilder text, int digits) {
        try {
            int code = Integer.parseInt(source.substring(at, Math.min(source.length(), at + digits)), 16);
            if (at + digits > source.length() || !Character.isValidCodePoint(code)) {
                throw wrong("An escape in a string can't be read.");
            }
            text.appendCodePoint(code);
            at += digits;
        } catch (NumberFormatException e) {
            throw wrong("An escape in a string can't be read.");
        }
    }

    private void data(String text, int from) {
        if (!text.isEmpty()) {
            countLines(from);
            add(Token.Type.DATA, text);
        }
    }

    private void add(Token.Type type, String text) {
        countLines(at);
        if (tokens.size() >= TOKENS_MAX) {
            throw new TemplateError(
                    TemplateError.Cause.LIMIT, line, "The template has more than " + TOKENS_MAX + " words.");
        }
        tokens.add(new Token(type, text, line));
    }

    private void countLines(int to) {
        for (; counted < Math.min(to, source.length()); counted++) {
            line += source.charAt(counted) == '\n' ? 1 : 0;
        }
    }

    private TemplateError wrong(String message) {
        countLines(at);
        return new TemplateError(TemplateError.Cause.SYNTAX, line, message);
    }
}
