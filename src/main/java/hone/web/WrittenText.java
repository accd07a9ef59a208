package hone.web;

import java.util.BitSet;
import java.util.List;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.node.Block;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.Code;
import org.commonmark.node.Delimited;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.ListBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.SourceSpan;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;

/**
 * Markdown as HTML that a judgment can rest on: every character of the source stands in it, but for marks whose effect is seen
 * instead (the stars around an emphasised word, the signs of a heading, a quote or a table). It keeps count of what was shown; a
 * block of which anything would be left out is shown as it was typed.
 *
 * <p>The usual rendering is made for authors, who know what they typed. To somebody who compares two answers, {@code 2*3*4} that
 * reads 234 or a list that counts anew is another answer.
 */
final class WrittenText {
    private final String source;
    private final MarkedText text;
    private final String softBreak;
    private final BitSet seen = new BitSet();
    private final StringBuilder html = new StringBuilder();
    /** How far the source has been shown: places that the parser gives may overlap where blocks run into each other. */
    private int shownTo;

    private int headingLevel = 1;
    private boolean disorder;
    private boolean says;

    private WrittenText(String source, String softBreak) {
        this.source = source;
        this.text = new MarkedText(source);
        this.softBreak = softBreak;
    }

    /**
     * What a text looks like.
     *
     * @param bare nothing of it would be seen as Markdown, so it is there as it was typed
     */
    record Shown(String html, boolean bare) {}

    /** @param document parsed from this source with the places of its blocks and inlines */
    static Shown of(String source, Node document, String softBreak) {
        WrittenText written = new WrittenText(source, softBreak);
        written.document(document);
        return written.says ? new Shown(written.html.toString(), false) : new Shown(typed(source), true);
    }

    /** A text without any Markdown: its lines as they are. */
    static String typed(String source) {
        WrittenText written = new WrittenText(source, "\n");
        written.asTyped(0, source.length());
        return written.html.toString();
    }

    private void document(Node document) {
        int shown = 0;
        for (Node block = document.getFirstChild(); block != null; block = block.getNext()) {
            if (block.getSourceSpans().isEmpty()) {
                continue;
            }
            int from = lineStart(start(block));
            int to = lineEnd(end(block));
            between(shown, from);
            attempt(block, from, to);
            shown = to;
        }
        between(shown, source.length());
    }

    /** Lines that belong to no block are blank; blank lines around the whole text are not seen otherwise. */
    private void between(int from, int to) {
        if (!onlyBlanks(from, to)) {
            asTyped(from > 0 ? from + 1 : 0, to);
        } else if (from == 0 || to == source.length()) {
            text.show(from, to, html);
        }
    }

    private void attempt(Node block, int from, int to) {
        int before = html.length();
        block(block);
        if (disorder || !allSeen(from, to)) {
            html.setLength(before);
            shownTo = from;
            disorder = false;
            asTyped(from, to);
        }
    }

    private boolean allSeen(int from, int to) {
        for (int i = from; i < to; i++) {
            if (!MarkedText.blank(source.charAt(i)) && !seen.get(i)) {
                return false;
            }
        }
        return true;
    }

    private void asTyped(int from, int to) {
        html.append("<pre class=\"typed\">");
        show(from, to);
        html.append("</pre>\n");
    }

    private void block(Node block) {
        switch (block) {
            case Paragraph paragraph -> paragraph(paragraph);
            case Heading heading -> heading(heading);
            case BlockQuote quote -> quote(quote);
            case ListBlock list -> list(list);
            case FencedCodeBlock code -> code(code);
            case IndentedCodeBlock code -> code(code);
            case TableBlock table -> table(table);
            // HTML, link references and lines across: nobody means them in an answer, so they are text.
            default -> lines(block, "<pre class=\"typed\">", "</pre>\n");
        }
    }

    private void blocks(Node parent) {
        for (Node child = parent.getFirstChild(); child != null; child = child.getNext()) {
            block(child);
        }
    }

    private void paragraph(Paragraph paragraph) {
        boolean tight = paragraph.getParent() instanceof ListItem item
                && item.getParent() instanceof ListBlock list
                && list.isTight();
        html.append(tight ? "" : "<p>");
        inlines(paragraph, start(paragraph), end(paragraph));
        html.append(tight ? "" : "</p>\n");
    }

    private void heading(Heading heading) {
        int from = start(heading);
        int to = end(heading);
        int signs = from;
        while (signs < to && source.charAt(signs) == '#') {
            signs++;
        }
        List<SourceSpan> lines = heading.getSourceSpans();
        boolean underlined = signs == from;
        if (underlined && lines.size() > 1) {
            to = end(lines.get(lines.size() - 2));
        }
        if (!says(signs, to) || underlined && lines.size() < 2) {
            return;
        }
        if (underlined) {
            hide(start(lines.getLast()), end(lines.getLast()));
        } else {
            hide(from, signs);
        }
        while (signs < to && source.charAt(signs) == ' ') {
            signs++;
        }
        // Below the page's own heading, and never more than one step down: the outline belongs to the page.
        headingLevel = Math.min(Math.min(heading.getLevel() + 1, 6), headingLevel + 1);
        html.append("<h").append(headingLevel).append('>');
        inlines(heading, signs, to);
        html.append("</h").append(headingLevel).append(">\n");
    }

    private void quote(BlockQuote quote) {
        if (!says(start(quote), end(quote))) {
            return;
        }
        for (SourceSpan line : quote.getSourceSpans()) {
            int sign = start(line);
            while (sign < end(line) && source.charAt(sign) == ' ') {
                sign++;
            }
            if (sign < end(line) && source.charAt(sign) == '>') {
                hide(sign, sign + 1);
            }
        }
        html.append("<blockquote>");
        blocks(quote);
        html.append("</blockquote>\n");
    }

    /** With the signs and numbers that were typed: {@code - 5} may be minus five, and a list may count as it likes. */
    private void list(ListBlock list) {
        html.append("<ul>\n");
        for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
            int from = start(item);
            while (source.charAt(from) == ' ') {
                from++;
            }
            int to = from;
            while (to < source.length() && !MarkedText.blank(source.charAt(to))) {
                to++;
            }
            html.append("<li>");
            sign(from, to);
            html.append("<div>");
            blocks(item);
            html.append("</div></li>\n");
        }
        html.append("</ul>\n");
    }

    private void code(Block block) {
        says = says
                || block instanceof IndentedCodeBlock
                || block instanceof FencedCodeBlock fenced
                        && !fenced.getLiteral().isBlank();
        lines(block, "<pre><code>", "</code></pre>\n");
    }

    /** The lines of a block as they are, without what stands before them because of the blocks around. */
    private void lines(Node block, String begin, String end) {
        html.append(begin);
        int line = -1;
        for (SourceSpan span : block.getSourceSpans()) {
            while (line >= 0 && line < span.getLineIndex()) {
                html.append('\n');
                line++;
            }
            line = span.getLineIndex();
            show(start(span), lineEnd(end(span)));
        }
        html.append(end);
    }

    private void table(TableBlock table) {
        html.append("<table>");
        for (Node part = table.getFirstChild(); part != null; part = part.getNext()) {
            html.append(part instanceof TableHead ? "<thead>" : "<tbody>");
            for (Node row = part.getFirstChild(); row != null; row = row.getNext()) {
                row((TableRow) row);
            }
            html.append(part instanceof TableHead ? "</thead>" : "</tbody>");
        }
        html.append("</table>\n");
        // The second line only says that this is a table.
        hideOnly(table.getSourceSpans().get(1), "|-:");
    }

    private void row(TableRow row) {
        html.append("<tr>");
        for (Node cell = row.getFirstChild(); cell != null; cell = cell.getNext()) {
            String tag = ((TableCell) cell).isHeader() ? "th" : "td";
            html.append('<').append(tag).append('>');
            if (!cell.getSourceSpans().isEmpty()) {
                int from = start(cell);
                int to = end(cell);
                while (from < to && MarkedText.blank(source.charAt(from))) {
                    from++;
                }
                while (to > from && MarkedText.blank(source.charAt(to - 1))) {
                    to--;
                }
                inlines(cell, from, to);
            }
            html.append("</").append(tag).append('>');
        }
        html.append("</tr>");
        hideOnly(row.getSourceSpans().getFirst(), "|");
    }

    private void inlines(Node parent, int from, int to) {
        int at = from;
        int line = 0;
        List<SourceSpan> lines = parent.getSourceSpans();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNext()) {
            if (child instanceof SoftLineBreak || child instanceof HardLineBreak) {
                int end = lineEnd(at);
                syntax(at, end);
                html.append(child instanceof HardLineBreak ? "<br>\n" : softBreak);
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
                while (end > start(child) && source.charAt(end - 1) == ' ') {
                    end--;
                }
            }
            inline(child, end);
            at = Math.max(at, end);
        }
        int end = Math.max(at, to);
        syntax(at, onlyBlanks(end, lineEnd(end)) ? lineEnd(end) : end);
    }

    private static boolean endsHere(Node child) {
        Node next = child.getNext();
        return next == null || next instanceof SoftLineBreak || next instanceof HardLineBreak;
    }

    private void inline(Node node, int end) {
        switch (node) {
            case Text _ -> {
                says = says || visible(start(node), end);
                show(start(node), end);
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
        int signs = from;
        while (source.charAt(signs) == '`') {
            signs++;
        }
        int width = signs - from;
        int to = end(node);
        hide(from, signs);
        hide(to - width, to);
        says = true;
        html.append("<code>");
        show(signs, to - width);
        html.append("</code>");
    }

    /** Around words it is emphasis; between digits and in formulas the signs are what they are. */
    private void emphasis(Node node, String tag) {
        int width = ((Delimited) node).getOpeningDelimiter().length();
        int from = start(node);
        int to = end(node);
        if (!says(from, to) || !opens(from) || !closes(to)) {
            show(from, from + width);
            inlines(node, from + width, to - width);
            show(to - width, to);
            return;
        }
        hide(from, from + width);
        hide(to - width, to);
        html.append('<').append(tag).append('>');
        inlines(node, from + width, to - width);
        html.append("</").append(tag).append('>');
    }

    private boolean opens(int at) {
        int before = at - 1;
        while (before >= 0 && (source.charAt(before) == '*' || source.charAt(before) == '_')) {
            before--;
        }
        return before < 0
                || Character.isWhitespace(source.charAt(before))
                || "\"'“‘«„(¿¡—–-|>".indexOf(source.charAt(before)) >= 0;
    }

    private boolean closes(int at) {
        int after = at;
        while (after < source.length() && (source.charAt(after) == '*' || source.charAt(after) == '_')) {
            after++;
        }
        return after == source.length()
                || Character.isWhitespace(source.charAt(after))
                || "\"'”’»“).,;:!?…—–-|".indexOf(source.charAt(after)) >= 0;
    }

    /** The address stands beside the words, so nobody has to follow a link to know where it leads. */
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
        sign(start(link), start(first));
        if (leads) {
            html.append("<a href=\"").append(attribute(link.getDestination())).append("\">");
        }
        inlines(link, start(first), end(last));
        html.append(leads ? "</a>" : "");
        sign(end(last), end(link));
    }

    private void pieces(Node node, String begin, String end) {
        html.append(begin);
        List<SourceSpan> spans = node.getSourceSpans();
        for (int i = 0; i < spans.size(); i++) {
            html.append(i == 0 ? "" : "\n");
            show(start(spans.get(i)), end(spans.get(i)));
        }
        html.append(end);
    }

    /** What the parser took for syntax inside a line: shown, quietly. */
    private void syntax(int from, int to) {
        if (onlyBlanks(from, to)) {
            show(from, to);
        } else {
            sign(from, to);
        }
    }

    private void sign(int from, int to) {
        if (from >= to) {
            return;
        }
        html.append("<span class=\"sign\">");
        show(from, to);
        html.append("</span>");
    }

    private void show(int from, int to) {
        if (from < to) {
            disorder = disorder || from < shownTo;
            shownTo = to;
            seen.set(from, to);
            text.show(from, to, html);
        }
    }

    private void hide(int from, int to) {
        seen.set(from, to);
    }

    private void hideOnly(SourceSpan span, String signs) {
        for (int i = start(span); i < end(span); i++) {
            if (signs.indexOf(source.charAt(i)) >= 0) {
                seen.set(i);
            }
        }
    }

    private boolean says(int from, int to) {
        return source.substring(from, to).codePoints().anyMatch(Character::isLetter);
    }

    private boolean visible(int from, int to) {
        return source.substring(from, to).codePoints().anyMatch(MarkedText::visible);
    }

    private boolean onlyBlanks(int from, int to) {
        for (int i = from; i < to; i++) {
            if (!MarkedText.blank(source.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private int lineStart(int at) {
        return source.lastIndexOf('\n', at - 1) + 1;
    }

    private int lineEnd(int at) {
        int end = source.indexOf('\n', at);
        return end < 0 ? source.length() : end;
    }

    private static String attribute(String value) {
        return value.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&#34;");
    }

    private static int start(Node node) {
        return start(node.getSourceSpans().getFirst());
    }

    private static int end(Node node) {
        return end(node.getSourceSpans().getLast());
    }

    private static int start(SourceSpan span) {
        return span.getInputIndex();
    }

    private static int end(SourceSpan span) {
        return span.getInputIndex() + span.getLength();
    }
}
