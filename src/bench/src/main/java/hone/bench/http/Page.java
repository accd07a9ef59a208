package hone.bench.http;

import java.net.URI;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** What came back: where one ended after redirects, the status, the body. */
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

    /** The form that holds a field of this name, wherever it is sent to. */
    public Optional<HtmlForm> formWith(String fieldName) {
        for (Element form : html().select("form")) {
            HtmlForm read = HtmlForm.read(form);
            if (read.has(fieldName)) {
                return Optional.of(read);
            }
        }
        return Optional.empty();
    }

    /** Where the first link with this text leads. */
    public Optional<URI> link(String text) {
        return html().select("a[href]").stream()
                .filter(link -> link.text().contains(text))
                .map(link -> URI.create(link.absUrl("href")))
                .findFirst();
    }

    /** The page's text, shortened: for messages about a page that was not expected. */
    public String gist() {
        String text = html().text();
        return status + " " + address + ": " + (text.length() > 300 ? text.substring(0, 300) + " …" : text);
    }
}
