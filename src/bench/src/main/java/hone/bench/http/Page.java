package hone.bench.http;

import java.net.URI;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** A response: the address after redirects, the status, the body. */
public record Page(URI address, int status, String body) {
    public Document html() {
        return Jsoup.parse(body, address.toString());
    }

    public boolean ok() {
        return status / 100 == 2;
    }

    /** The form that this CSS query finds. */
    public Optional<HtmlForm> form(String query) {
        return Optional.ofNullable(html().selectFirst(query)).map(HtmlForm::read);
    }

    /** The form that has a field of this name, wherever it is sent to. */
    public Optional<HtmlForm> formWith(String fieldName) {
        for (Element form : html().select("form")) {
            HtmlForm read = HtmlForm.read(form);
            if (read.has(fieldName)) {
                return Optional.of(read);
            }
        }
        return Optional.empty();
    }

    /** The form that is sent to an address with this path. */
    public Optional<HtmlForm> formTo(String path) {
        return html().select("form").stream()
                .map(HtmlForm::read)
                .filter(form -> path.equals(form.action().getPath()))
                .findFirst();
    }

    /** The form with a file field, and that field's name. */
    public Optional<Upload> upload() {
        Element field = html().selectFirst("form input[type=file][name]");
        Element form = field == null ? null : field.closest("form");
        return field == null || form == null
                ? Optional.empty()
                : Optional.of(new Upload(HtmlForm.read(form), field.attr("name")));
    }

    /** A form and its file field. */
    public record Upload(HtmlForm form, String field) {}

    /** The page's text, shortened: for messages about an unexpected page. */
    public String gist() {
        String text = html().text();
        return status + " " + address + ": " + (text.length() > 300 ? text.substring(0, 300) + " …" : text);
    }
}
