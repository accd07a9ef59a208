package hone.bench.demo;

import hone.bench.http.HtmlForm;
import hone.bench.http.Page;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * A piece of work as it appears on the page: what a person would read there.
 *
 * @param prompt the last message of the conversation
 * @param answers texts in the presented order; for a correction, the answer to be corrected
 */
public record WorkPage(String assignmentId, String kind, String prompt, List<String> answers, HtmlForm form) {
    /** Empty when the page holds no work, like that of an empty queue. */
    static Optional<WorkPage> in(Page page) throws IOException {
        Document html = page.html();
        Element work = html.selectFirst("form#judgment");
        if (work == null) {
            return Optional.empty();
        }
        Element asked = html.selectFirst(".turn.asked .prose");
        Element main = html.selectFirst("main[data-kind]");
        if (asked == null || main == null) {
            throw new IOException("there is a form but no question on this page: " + page.gist());
        }
        List<String> answers = html.select(".answer .raw").stream()
                .map(raw -> raw.wholeText().strip())
                .toList();
        return Optional.of(new WorkPage(
                work.attr("data-assignment"), main.attr("data-kind"), asked.text(), answers, HtmlForm.read(work)));
    }
}
