package hone;

import io.quarkus.test.junit.callback.QuarkusTestBeforeEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;
import io.restassured.RestAssured;
import io.restassured.builder.ResponseBuilder;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tests read pages as browsers show them: where a template begins a new line, there is one blank within a text, and none at the
 * ends of an element. What is shown as typed stays as it is.
 */
public class PagesAsShown implements QuarkusTestBeforeEachCallback {
    private static final Pattern AS_TYPED = Pattern.compile("(?s)<(pre|textarea)\\b.*?</\\1>");

    private static final Pattern BLOCK = Pattern.compile(
            "</?(?:main|section|article|aside|header|footer|nav|div|form|details|summary|h[1-6]"
                    + "|p|ul|ol|li|dl|dt|dd|table|thead|tbody|tr|th|td|figure|figcaption|hr|option|select|label|input|button)\\b.*");

    /** So many blanks are a line that began with a section which shows nothing itself. */
    private static final int INDENTATION = 4;

    /** Longer ones are no tags of ours. */
    private static final int TAG_MAX = 400;

    @Override
    public void beforeEach(QuarkusTestMethodContext context) {
        RestAssured.replaceFiltersWith(new AsShown());
    }

    static String shown(String html) {
        StringBuilder shown = new StringBuilder();
        int from = 0;
        Matcher typed = AS_TYPED.matcher(html);
        for (MatchResult kept : typed.results().toList()) {
            shown.append(between(html.substring(from, kept.start()))).append(kept.group());
            from = kept.end();
        }
        return shown.append(between(html.substring(from))).toString();
    }

    /** Once through, however long and hostile the text is that somebody sent. */
    private static String between(String html) {
        StringBuilder shown = new StringBuilder();
        int from = 0;
        for (int at = 0; at < html.length(); at++) {
            if (!Character.isWhitespace(html.charAt(at))) {
                continue;
            }
            int next = at;
            boolean line = false;
            while (next < html.length() && Character.isWhitespace(html.charAt(next))) {
                line |= html.charAt(next) == '\n';
                next++;
            }
            if (line || next - at >= INDENTATION) {
                shown.append(html, from, at);
                if (!atAnEnd(tagBefore(html, at), tagAfter(html, next))) {
                    shown.append(' ');
                }
                from = next;
            }
            at = next;
        }
        return shown.append(html, from, html.length()).toString();
    }

    private static boolean atAnEnd(String before, String after) {
        boolean begins = before.startsWith("<") && !before.startsWith("</");
        return begins
                || after.startsWith("</")
                || BLOCK.matcher(before).matches()
                || BLOCK.matcher(after).matches();
    }

    private static String tagBefore(String html, int end) {
        int start = html.lastIndexOf('<', end);
        return end > 0 && html.charAt(end - 1) == '>' && start >= 0 && end - start < TAG_MAX
                ? html.substring(start, end).replace('\n', ' ')
                : "";
    }

    private static String tagAfter(String html, int start) {
        return html.startsWith("<", start)
                ? html.substring(start, Math.min(start + TAG_MAX, html.length()))
                        .replace('\n', ' ')
                : "";
    }

    private static class AsShown implements Filter {
        @Override
        public Response filter(
                FilterableRequestSpecification request,
                FilterableResponseSpecification specification,
                FilterContext context) {
            Response response = context.next(request, specification);
            String type = response.getContentType();
            return type != null && type.startsWith("text/html")
                    ? new ResponseBuilder()
                            .clone(response)
                            .setBody(shown(response.asString()))
                            .build()
                    : response;
        }
    }
}
