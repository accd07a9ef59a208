package hone.web;

import hone.evaluation.poison.Occurrences;
import io.quarkus.qute.RawString;
import io.quarkus.qute.TemplateExtension;
import java.util.List;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Node;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/**
 * What people and models wrote, made safe to show: Markdown to HTML, then an allow-list. Nothing in it can run or load anything
 * from elsewhere: no script, no image, no style; a link shows its address and opens only when asked to, without a referrer.
 * Nothing is left out either ({@link WrittenText}).
 */
public final class Markdown {
    private static final Parser PARSER = Parser.builder()
            .extensions(List.of(TablesExtension.create()))
            .includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES)
            .build();
    private static final String LINES = "<br>\n";
    private static final String FLOWING = "\n";
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
                    "li",
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
                    "div",
                    "span",
                    "a")
            .allowAttributes("class")
            .matching(false, "sign", "odd", "kept", "image", "typed")
            .onElements("span", "pre")
            .allowAttributes("data-mark")
            .onElements("span")
            .allowAttributes("href")
            .onElements("a")
            .allowUrlProtocols("https", "http")
            .requireRelsOnLinks("noopener", "noreferrer", "nofollow")
            .toFactory();

    /** The deepest nesting of quotes and lists: no reader can follow more, and the renderer recurses. */
    private static final int DEPTH_MAX = 100;

    /** A task's answers are shown to several people one after the other, a guideline's rules beside every task. */
    private static final Recent<String, Written> ANSWERS = new Recent<>(1_000);

    private static final Recent<String, RawString> RULES = new Recent<>(500);
    /** Longer texts are rendered anew each time, so that the cache stays within a few megabytes. */
    private static final int REMEMBERED_LENGTH_MAX = 3_000;

    private Markdown() {}

    /**
     * A text as it is shown.
     *
     * @param html for {@code .prose}
     * @param bare rendered as Markdown, nothing of the text would be visible; it is shown as typed, and the page says so
     */
    public record Written(RawString html, boolean bare) {}

    public static String html(String markdown) {
        return shown(markdown, LINES).html();
    }

    private static WrittenText.Shown shown(String markdown, String softBreak) {
        String text = markdown.replace("\r\n", "\n").replace('\r', '\n');
        if (EndsSought.tooMany(text) || ParagraphCost.tooHigh(text)) {
            return plain(text);
        }
        try {
            Node document = PARSER.parse(text);
            if (depth(document) > DEPTH_MAX) {
                return plain(text);
            }
            WrittenText.Shown shown = WrittenText.of(text, document, softBreak);
            return new WrittenText.Shown(ALLOWED.sanitize(shown.html()), shown.bare());
        } catch (StackOverflowError e) {
            // The parser recurses over nested emphasis and offers no limit for it. It holds no locks, and its state
            // belongs to this call.
            return plain(text);
        }
    }

    /** A text that would cost too much to render as Markdown, or overflow the parser's stack: shown as typed. */
    private static WrittenText.Shown plain(String text) {
        return new WrittenText.Shown(WrittenText.typed(text), false);
    }

    /** Walks without recursion, since recursion is what it guards against. */
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

    /** In a template: {@code {answer.text.written}}, mostly by way of {@code web/written}. */
    @TemplateExtension
    static Written written(String text) {
        return text.length() > REMEMBERED_LENGTH_MAX ? render(text) : ANSWERS.get(text, Markdown::render);
    }

    private static Written render(String text) {
        WrittenText.Shown shown = shown(text, LINES);
        return new Written(new RawString(shown.html()), shown.bare());
    }

    /** In a template: {@code {answer.text.markdown}}, for a text that is known to have something visible. */
    @TemplateExtension
    static RawString markdown(String text) {
        return new RawString(html(text));
    }

    /** The same for texts that were wrapped at a fixed width, such as guideline files: a line break is a space. */
    @TemplateExtension
    static RawString flowing(String text) {
        return text.length() > REMEMBERED_LENGTH_MAX ? renderFlowing(text) : RULES.get(text, Markdown::renderFlowing);
    }

    private static RawString renderFlowing(String text) {
        return new RawString(shown(text, FLOWING).html());
    }

    /** The text as typed, for an element that preserves line breaks: {@code {answer.text.marked}}. */
    @TemplateExtension
    static RawString marked(String text) {
        return new RawString(MarkedText.html(text));
    }

    /** The same with some stretches of it marked, which are in order. */
    public static RawString marked(String text, List<Occurrences.Stretch> stretches) {
        MarkedText whole = new MarkedText(text);
        StringBuilder html = new StringBuilder(text.length() + 64);
        int shown = 0;
        for (Occurrences.Stretch stretch : stretches) {
            whole.show(shown, stretch.from(), html);
            html.append("<mark class=\"found\">");
            whole.show(stretch.from(), stretch.to(), html);
            html.append("</mark>");
            shown = stretch.to();
        }
        whole.show(shown, text.length(), html);
        return new RawString(html.toString());
    }
}
