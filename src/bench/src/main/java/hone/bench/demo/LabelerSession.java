package hone.bench.demo;

import hone.bench.http.Browser;
import hone.bench.http.HtmlForm;
import hone.bench.http.Page;
import hone.bench.http.SignIn;
import hone.bench.labelers.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Optional;

/** A signed-in person at work. */
public final class LabelerSession {
    static final String PROJECT = "kind-endings";

    private final URI app;
    private final Browser browser;
    private final String username;

    private LabelerSession(URI app, Browser browser, String username) {
        this.app = app;
        this.browser = browser;
        this.username = username;
    }

    /** The passwords of the demo's people are their names. */
    public static LabelerSession signIn(URI app, HttpClient client, String username)
            throws IOException, InterruptedException {
        Browser browser = new Browser(client);
        SignIn.to(browser, app.resolve("/home"), username, username);
        return new LabelerSession(app, browser, username);
    }

    public String username() {
        return username;
    }

    Page open(String path) throws IOException, InterruptedException {
        return browser.get(app.resolve(path));
    }

    Page send(HtmlForm form) throws IOException, InterruptedException {
        return browser.submit(form);
    }

    Page upload(HtmlForm form, String field, String name, byte[] content) throws IOException, InterruptedException {
        return browser.upload(form, field, name, content);
    }

    /** The next piece of work of a kind; empty when there is none for this person. */
    public Optional<WorkPage> next(Kind kind) throws IOException, InterruptedException {
        Page page = open("/p/" + PROJECT + "/work/" + kind);
        if (!page.ok()) {
            throw new IOException("asking for a " + kind + " failed: " + page.gist());
        }
        return WorkPage.in(page);
    }
}
