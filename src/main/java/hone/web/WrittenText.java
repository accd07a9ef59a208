package hone.web;

import static hone.web.SourceText.end;
import static hone.web.SourceText.start;

import java.util.List;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.node.Block;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.ListBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SourceSpan;

/**
 * Markdown as HTML that a judgment can rest on: it contains every character of the source, except for marks whose effect is
 * visible instead (the stars around an emphasised word, the marks of a heading, a quote or a table). A block from which
 * anything would be left out is shown as typed ({@link SeenText}).
 *
 * <p>The usual rendering is made for authors, who know what they typed. To somebody who compares two answers, {@code 2*3*4}
 * that reads 234, or a list that is renumbered, is a different answer.
 */
final class WrittenText {
    private final SourceText source;
    private final SeenText seen;
    private final WrittenLines lines;
    private int headingLevel = 1;
    private boolean hasCode;

    private WrittenText(SourceText source, String softBreak) {
        this.source = source;
        this.seen = new SeenText(source);
        this.lines = new WrittenLines(source, seen, softBreak);
    }

    /**
     * What a text looks like.
     *
     * @param bare as Markdown, nothing of it would be visible, so it is shown as typed
     */
    record Shown(String html, boolean bare) {}

    /** @param document parsed from this source, with the positions of its blocks and inlines */
    static Shown of(String source, Node document, String softBreak) {
        WrittenText written = new WrittenText(new SourceText(source), softBreak);
        written.document(document);
        return written.hasCode || written.lines.saySomething()
                ? new Shown(written.seen.html(), false)
                : new Shown(typed(source), true);
    }

    /** A text without any Markdown: its lines as they are. */
    static String typed(String source) {
        SeenText seen = new SeenText(new SourceText(source));
        seen.asTyped(0, source.length());
        return seen.html();
    }

    private void document(Node document) {
        int shown = 0;
        for (Node block = document.getFirstChild(); block != null; block = block.getNext()) {
            if (block.getSourceSpans().isEmpty()) {
                continue;
            }
            Node next = block;
            int from = source.lineStart(start(block));
            int to = source.lineEnd(end(block));
            between(shown, from);
            seen.attempt(from, to, () -> block(next));
            shown = to;
        }
        between(shown, source.length());
    }

    /** Lines that belong to no block are blank; blank lines around the whole text would otherwise be invisible. */
    private void between(int from, int to) {
        if (!source.onlyBlanks(from, to)) {
            seen.asTyped(from > 0 ? from + 1 : 0, to);
        } else if (from == 0 || to == source.length()) {
            seen.margin(from, to);
        }
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
            // HTML, link references and horizontal rules: nobody means them in an answer, so they are text.
            default -> verbatim(block, "<pre class=\"typed\">", "</pre>\n");
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
        seen.tag(tight ? "" : "<p>");
        lines.write(paragraph, start(paragraph), end(paragraph));
        seen.tag(tight ? "" : "</p>\n");
    }

    private void heading(Heading heading) {
        int from = start(heading);
        int to = end(heading);
        int signs = source.past('#', from, to);
        List<SourceSpan> spans = heading.getSourceSpans();
        boolean underlined = signs == from;
        if (underlined && spans.size() > 1) {
            to = end(spans.get(spans.size() - 2));
        }
        if (!source.hasLetters(signs, to) || underlined && spans.size() < 2) {
            return;
        }
        if (underlined) {
            seen.hide(start(spans.getLast()), end(spans.getLast()));
        } else {
            seen.hide(from, signs);
        }
        // Below the page's own heading, and never more than one level deeper: the outline belongs to the page.
        headingLevel = Math.min(Math.min(heading.getLevel() + 1, 6), headingLevel + 1);
        seen.tag("<h" + headingLevel + ">");
        lines.write(heading, source.past(' ', signs, to), to);
        seen.tag("</h" + headingLevel + ">\n");
    }

    private void quote(BlockQuote quote) {
        if (!source.hasLetters(start(quote), end(quote))) {
            return;
        }
        for (SourceSpan line : quote.getSourceSpans()) {
            int sign = source.past(' ', start(line), end(line));
            if (sign < end(line) && source.at(sign) == '>') {
                seen.hide(sign, sign + 1);
            }
        }
        seen.tag("<blockquote>");
        blocks(quote);
        seen.tag("</blockquote>\n");
    }

    /** With the markers and numbers as typed: {@code - 5} may be minus five, and a list may be numbered as its author likes. */
    private void list(ListBlock list) {
        seen.tag("<ul>\n");
        for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
            int from = source.past(' ', start(item), source.length());
            int to = from;
            while (to < source.length() && !MarkedText.blank(source.at(to))) {
                to++;
            }
            seen.tag("<li>");
            seen.sign(from, to);
            seen.tag("<div>");
            blocks(item);
            seen.tag("</div></li>\n");
        }
        seen.tag("</ul>\n");
    }

    private void code(Block block) {
        hasCode = hasCode
                || block instanceof IndentedCodeBlock
                || block instanceof FencedCodeBlock fenced
                        && !fenced.getLiteral().isBlank();
        verbatim(block, "<pre><code>", "</code></pre>\n");
    }

    /** The lines of a block as they are, without the prefixes that enclosing blocks put before them. */
    private void verbatim(Node block, String begin, String end) {
        seen.tag(begin);
        int line = -1;
        for (SourceSpan span : block.getSourceSpans()) {
            while (line >= 0 && line < span.getLineIndex()) {
                seen.tag("\n");
                line++;
            }
            line = span.getLineIndex();
            seen.show(start(span), source.lineEnd(end(span)));
        }
        seen.tag(end);
    }

    private void table(TableBlock table) {
        seen.tag("<table>");
        for (Node part = table.getFirstChild(); part != null; part = part.getNext()) {
            seen.tag(part instanceof TableHead ? "<thead>" : "<tbody>");
            for (Node row = part.getFirstChild(); row != null; row = row.getNext()) {
                row((TableRow) row);
            }
            seen.tag(part instanceof TableHead ? "</thead>" : "</tbody>");
        }
        seen.tag("</table>\n");
        // The second line only marks this as a table.
        seen.hideOnly(table.getSourceSpans().get(1), "|-:");
    }

    private void row(TableRow row) {
        seen.tag("<tr>");
        for (Node cell = row.getFirstChild(); cell != null; cell = cell.getNext()) {
            String tag = ((TableCell) cell).isHeader() ? "th" : "td";
            seen.tag("<" + tag + ">");
            if (!cell.getSourceSpans().isEmpty()) {
                int from = start(cell);
                int to = end(cell);
                while (from < to && MarkedText.blank(source.at(from))) {
                    from++;
                }
                while (to > from && MarkedText.blank(source.at(to - 1))) {
                    to--;
                }
                lines.write(cell, from, to);
            }
            seen.tag("</" + tag + ">");
        }
        seen.tag("</tr>");
        seen.hideOnly(row.getSourceSpans().getFirst(), "|");
    }
}
