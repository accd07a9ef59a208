package hone.web;

import io.quarkus.qute.RawString;
import io.quarkus.qute.TemplateExtension;
import java.util.List;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/**
 * What people and models wrote, made safe to show: Markdown to HTML, then an allow-list. Nothing in it can run or load anything
 * from elsewhere: no script, no image, no style; a link shows its address and opens only when asked to, without a referrer.
 */
public final class Markdown {
    private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
    private static final HtmlRenderer RENDERER = breakingLinesBy("<br>\n");
    private static final HtmlRenderer FLOWING = breakingLinesBy("\n");
    private static final PolicyFactory ALLOWED = new HtmlPolicyBuilder()
            .allowElements(
                    "p",
                    "br",
                    "em",
                    "strong",
                    "code",
                    "pre",
                    "blockquote",
                    "ul",
                    "ol",
                    "li",
                    "hr",
                    "h1",
                    "h2",
                    "h3",
                    "h4",
                    "h5",
                    "h6",
                    "table",
                    "thead",
                    "tbody",
                    "tr",
                    "th",
                    "td",
                    "del",
                    "a")
            .allowAttributes("start")
            .onElements("ol")
            .allowAttributes("href")
            .onElements("a")
            .allowUrlProtocols("https", "http")
            .requireRelsOnLinks("noopener", "noreferrer", "nofollow")
            .allowAttributes("target")
            .matching(false, "_blank")
            .onElements("a")
            .toFactory();

    /** Quotes in quotes, lists in lists: no reader follows beyond this, and the renderer recurses. */
    private static final int DEPTH_MAX = 100;

    private static final long SEEKING_MAX = 20_000_000;

    private Markdown() {}

    private static HtmlRenderer breakingLinesBy(String softBreak) {
        return HtmlRenderer.builder()
                .extensions(EXTENSIONS)
                .escapeHtml(true)
                .softbreak(softBreak)
                .build();
    }

    public static String html(String markdown) {
        return html(markdown, RENDERER);
    }

    private static String html(String markdown, HtmlRenderer renderer) {
        if (seekingTagEnds(markdown) > SEEKING_MAX) {
            return plain(markdown);
        }
        try {
            Node document = PARSER.parse(markdown);
            return depth(document) > DEPTH_MAX ? plain(markdown) : ALLOWED.sanitize(renderer.render(document));
        } catch (StackOverflowError e) {
            // The parser recurses over nested emphasis, and offers no bound for it. It holds no locks and its state is
            // this call's.
            return plain(markdown);
        }
    }

    /** A text that would cost too much as Markdown, or overflow the renderer's stack: shown as it stands. */
    private static String plain(String text) {
        return "<p>" + escaped(text).replace("\n", "<br>\n") + "</p>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** How far the parser looks in all: from each {@code <} to the next {@code >}, so that many of the one without the other cost the square. */
    private static long seekingTagEnds(String text) {
        long sum = 0;
        int end = text.length();
        for (int i = text.length() - 1; i >= 0; i--) {
            char c = text.charAt(i);
            if (c == '>') {
                end = i;
            } else if (c == '<') {
                sum += end - i;
            }
        }
        return sum;
    }

    /** Walks without recursion: what it guards against is the recursion of others. */
    private static int depth(Node root) {
        int depth = 0;
        int deepest = 0;
        Node node = root;
        while (node != null && deepest <= DEPTH_MAX) {
            if (node.getFirstChild() != null) {
                node = node.getFirstChild();
                deepest = Math.max(deepest, ++depth);
                continue;
            }
            while (node != null && node != root && node.getNext() == null) {
                node = node.getParent();
                depth--;
            }
            node = node == null || node == root ? null : node.getNext();
        }
        return deepest;
    }

    /** In a template: {@code {answer.text.markdown}}. */
    @TemplateExtension
    static RawString markdown(String text) {
        return new RawString(html(text));
    }

    /** The same for texts that were written with lines of a fixed width, such as guideline files: a line's end is a space. */
    @TemplateExtension
    static RawString flowing(String text) {
        return new RawString(html(text, FLOWING));
    }
}
