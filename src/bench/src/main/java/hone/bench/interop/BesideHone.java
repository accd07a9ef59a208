package hone.bench.interop;

import hone.bench.http.Browser;
import hone.bench.http.HtmlForm;
import hone.bench.http.Page;
import hone.bench.http.SignIn;
import hone.bench.stack.RunningHone;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jsoup.nodes.Element;

/** Runs a program that uses the API of a running Hone, with a token for everything, made by an admin on the page. */
public final class BesideHone {
    private final RunningHone hone;

    public BesideHone(RunningHone hone) {
        this.hone = hone;
    }

    /** So many requests are sent that the usual limit would refuse most of them. */
    public static Map<String, String> settings() {
        return Map.of("HONE_API_REQUESTS_PER_MINUTE", "1000000");
    }

    /**
     * @param command gets the address in {@code HONE_URL} and the token in {@code HONE_TOKEN}
     * @return its exit status
     */
    public int run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder program = new ProcessBuilder(command).inheritIO();
        program.environment().put("HONE_URL", hone.app().toString());
        program.environment().put("HONE_TOKEN", token());
        return program.start().waitFor();
    }

    private String token() throws IOException, InterruptedException {
        Browser admin = new Browser(Browser.sharedClient());
        URI tokens = hone.app().resolve("/tokens");
        Page page = SignIn.to(admin, tokens, "ada", "ada");
        Page made = admin.submit(everything(page));
        return Optional.ofNullable(made.html().selectFirst("#secret"))
                .map(Element::text)
                .orElseThrow(() -> new IOException("no token was made: " + made.gist()));
    }

    /** The form for a token with every box ticked. */
    private static HtmlForm everything(Page page) throws IOException {
        HtmlForm form = page.formWith("scope")
                .orElseThrow(() -> new IOException("there is no form for a token: " + page.gist()))
                .with("name", "Other programs");
        List<HtmlForm.Field> fields = new ArrayList<>(form.fields());
        page.html().select("input[name=scope]").forEach(box -> fields.add(new HtmlForm.Field("scope", box.val())));
        return new HtmlForm(form.action(), form.method(), fields, form.names());
    }
}
