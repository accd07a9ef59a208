package hone.bench.http;

import java.io.IOException;
import java.net.URI;

/** Signs in through Keycloak as a person would: the app sends the browser there, the form is filled in, Keycloak sends it back. */
public final class SignIn {
    private SignIn() {}

    /** @param page an address of the app that only signed-in people see; its page is returned */
    public static Page to(Browser browser, URI page, String username, String password)
            throws IOException, InterruptedException {
        Page form = browser.get(page);
        HtmlForm filled = form.formWith("username")
                .orElseThrow(() -> new IOException("there is no sign-in form where one was due: " + form.gist()))
                .with("username", username)
                .with("password", password);
        Page back = browser.submit(filled);
        if (!back.ok() || !back.address().getAuthority().equals(page.getAuthority())) {
            throw new IOException("signing in as " + username + " did not lead back to the app: " + back.gist());
        }
        return back;
    }
}
