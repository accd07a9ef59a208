package hone.web;

import static hone.web.SourceText.end;
import static hone.web.SourceText.start;

import java.util.List;
import org.commonmark.node.Code;
import org.commonmark.node.Delimited;
import org.commonmark.node.Emphasis;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.SourceSpan;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;

/** The words of a block with any emphasis, code and links in them; a character of markup without an effect is shown as it is. */
final class WrittenLines {
    private final SourceText source;
    private final SeenText seen;
    private final String softBreak;
    private boolean saysSomething;

    WrittenLines(SourceText source, SeenText seen, String softBreak) {
        this.source = source;
        this.seen = seen;
        this.softBreak = softBreak;
    }

    /** Whether a reader would see anything of the text. */
    boolean saySomething() {
        return saysSomething;
    }

    /** The content of a node, from one position in the source to another: what the parser leaves out in between is shown too. */
    void write(Node parent, int from, int to) {
        int at = from;
        int line = 0;
        List<SourceSpan> lines = parent.getSourceSpans();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNext()) {
            if (child instanceof SoftLineBreak || child instanceof HardLineBreak) {
                int end = source.lineEnd(at);
                syntax(at, end);
                seen.tag(child instanceof HardLineBreak ? "<br>\n" : softBreak);
                while (line < lines.size() && start(lines.get(line)) <= end) {
                    line++;
                }
                at = line < lines.size() ? start(lines.get(line)) : Math.min(source.length(), end + 1);
                continue;
            }
            if (child.getSourceSpans().isEmpty()) {
                continue;
            }
            syntax(at, start(child));
            int end = end(child);
            if (child instanceof Text && endsHere(child)) {
                // Blanks at a line's end come with the break.
                while (end > start(child) && source.at(end - 1) == ' ') {
                    end--;
                }
            }
            inline(child, end);
            at = Math.max(at, end);
        }
        int end = Math.max(at, to);
        syntax(at, source.pastBlanksAtLineEnd(end));
    }

    private static boolean endsHere(Node child) {
        Node next = child.getNext();
        return next == null || next instanceof SoftLineBreak || next instanceof HardLineBreak;
    }

    private void inline(Node node, int end) {
        switch (node) {
            case Text _ -> {
                saysSomething = saysSomething || source.hasVisible(start(node), end);
                seen.show(start(node), end);
            }
            case Code _ -> inlineCode(node);
            case Emphasis _ -> emphasis(node, "em");
            case StrongEmphasis _ -> emphasis(node, "strong");
            case Link link -> link(link);
            case Image _ -> pieces(node, "<span class=\"image\">", "</span>");
            default -> pieces(node, "", "");
        }
    }

    private void inlineCode(Node node) {
        int from = start(node);
        int signs = source.past('`', from, source.length());
        int width = signs - from;
        int to = end(node);
        seen.hide(from, signs);
        seen.hide(to - width, to);
        saysSomething = true;
        seen.tag("<code>");
        seen.show(signs, to - width);
        seen.tag("</code>");
    }

    /** Around words it is emphasis; between digits and in formulas the characters are shown as typed. */
    private void emphasis(Node node, String tag) {
        int width = ((Delimited) node).getOpeningDelimiter().length();
        int from = start(node);
        int to = end(node);
        if (!source.hasLetters(from, to) || !opens(from) || !closes(to)) {
            seen.show(from, from + width);
            write(node, from + width, to - width);
            seen.show(to - width, to);
            return;
        }
        seen.hide(from, from + width);
        seen.hide(to - width, to);
        seen.tag("<" + tag + ">");
        write(node, from + width, to - width);
        seen.tag("</" + tag + ">");
    }

    private boolean opens(int at) {
        int before = at - 1;
        while (before >= 0 && (source.at(before) == '*' || source.at(before) == '_')) {
            before--;
        }
        return before < 0
                || Character.isWhitespace(source.at(before))
                || "\"'“‘«„(¿¡—–-|>".indexOf(source.at(before)) >= 0;
    }

    private boolean closes(int at) {
        int after = at;
        while (after < source.length() && (source.at(after) == '*' || source.at(after) == '_')) {
            after++;
        }
        return after == source.length()
                || Character.isWhitespace(source.at(after))
                || "\"'”’»“).,;:!?…—–-|".indexOf(source.at(after)) >= 0;
    }

    /** The address is shown beside the words, so nobody has to follow a link to know where it leads. */
    private void link(Link link) {
        boolean leads = link.getDestination().startsWith("https://")
                || link.getDestination().startsWith("http://");
        Node first = link.getFirstChild();
        Node last = link.getLastChild();
        if (first == null
                || first.getSourceSpans().isEmpty()
                || last.getSourceSpans().isEmpty()) {
            pieces(link, "", "");
            return;
        }
        seen.sign(start(link), start(first));
        if (leads) {
            seen.tag("<a href=\"").tag(attribute(link.getDestination())).tag("\">");
        }
        write(link, start(first), end(last));
        seen.tag(leads ? "</a>" : "");
        seen.sign(end(last), end(link));
    }

    private void pieces(Node node, String begin, String end) {
        seen.tag(begin);
        List<SourceSpan> spans = node.getSourceSpans();
        for (int i = 0; i < spans.size(); i++) {
            seen.tag(i == 0 ? "" : "\n");
            seen.show(start(spans.get(i)), end(spans.get(i)));
        }
        seen.tag(end);
    }

    /** What the parser took for syntax inside a line: shown in a muted colour. */
    private void syntax(int from, int to) {
        if (source.onlyBlanks(from, to)) {
            seen.show(from, to);
        } else {
            seen.sign(from, to);
        }
    }

    private static String attribute(String value) {
        return value.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&#34;");
    }
}
