package hone.bench.demo;

import hone.bench.http.HtmlForm;
import hone.bench.http.Page;
import java.io.IOException;
import java.util.List;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * A piece of work as it stands on the page: what a person would read there.
 *
 * @param prompt the last turn of the conversation
 * @param answers texts in the presented order; for a correction the one to mend
 */
public record WorkPage(String assignmentId, String kind, String prompt, List<String> answers, HtmlForm form) {
    static WorkPage read(Page page, String kind) throws IOException {
        Document html = page.html();
        HtmlForm form = page.form("form#judgment")
                .orElseThrow(() -> new IOException("there is no form #judgment on this page: " + page.gist()));
        Element turn = html.select(".turn .prose").last();
        if (turn == null) {
            throw new IOException("there is no conversation on this page: " + page.gist());
        }
        List<String> answers =
                html.select(".answer .prose").stream().map(Element::text).toList();
        return new WorkPage(assignmentId(form), kind, turn.text(), answers, form);
    }

    /** The form is sent to an address that names the assignment. */
    private static String assignmentId(HtmlForm form) throws IOException {
        for (String step : form.action().getPath().split("/")) {
            if (step.length() == 36) {
                return step;
            }
        }
        throw new IOException("the form is sent to " + form.action() + ", which names no assignment");
    }
}
