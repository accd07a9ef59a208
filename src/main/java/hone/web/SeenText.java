package hone.web;

import static hone.web.SourceText.end;
import static hone.web.SourceText.start;

import java.util.BitSet;
import org.commonmark.node.SourceSpan;

/**
 * HTML made from a source, with a record of which characters of the source are shown in it, or have a visible effect instead. A
 * part that doesn't come out whole and in order is shown as typed.
 */
final class SeenText {
    private final SourceText source;
    private final MarkedText marked;
    private final BitSet seen = new BitSet();
    private final StringBuilder html = new StringBuilder();
    /** How far the source has been shown: positions from the parser may overlap where blocks run into each other. */
    private int shownTo;

    private boolean disorder;

    SeenText(SourceText source) {
        this.source = source;
        this.marked = new MarkedText(source.text());
    }

    String html() {
        return html.toString();
    }

    /** Tags, or a break: what is not part of the source. */
    SeenText tag(String tag) {
        html.append(tag);
        return this;
    }

    void show(int from, int to) {
        if (from < to) {
            disorder = disorder || from < shownTo;
            shownTo = to;
            seen.set(from, to);
            marked.show(from, to, html);
        }
    }

    /** Shown in a muted colour: what the parser took for syntax. */
    void sign(int from, int to) {
        if (from < to) {
            tag("<span class=\"sign\">");
            show(from, to);
            tag("</span>");
        }
    }

    void asTyped(int from, int to) {
        tag("<pre class=\"typed\">");
        show(from, to);
        tag("</pre>\n");
    }

    /** Blank lines around the whole text. */
    void margin(int from, int to) {
        marked.show(from, to, html);
    }

    /** Not shown, because its effect is visible. */
    void hide(int from, int to) {
        seen.set(from, to);
    }

    void hideOnly(SourceSpan span, String signs) {
        for (int i = start(span); i < end(span); i++) {
            if (signs.indexOf(source.at(i)) >= 0) {
                seen.set(i);
            }
        }
    }

    /**
     * Writes a part of the source; if anything of it would be left out or appear elsewhere, undoes that and shows the part as
     * typed.
     */
    void attempt(int from, int to, Runnable writing) {
        int before = html.length();
        writing.run();
        if (disorder || !allSeen(from, to)) {
            html.setLength(before);
            shownTo = from;
            disorder = false;
            asTyped(from, to);
        }
    }

    private boolean allSeen(int from, int to) {
        for (int i = from; i < to; i++) {
            if (!MarkedText.blank(source.at(i)) && !seen.get(i)) {
                return false;
            }
        }
        return true;
    }
}
