package hone.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One person in one browser window. Whatever they do, no page may load anything from elsewhere, run into a script error, break
 * its own safety rules or answer with a 500: {@link #complaints} tells.
 */
public final class Visitor implements AutoCloseable {
    private static final Pattern TOKEN = Pattern.compile("name=\"csrf-token\" value=\"([^\"]+)\"");
    private static final double PATIENCE_MILLIS = 15_000;

    private final RunningHone hone;
    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new ArrayList<>();

    private Visitor(RunningHone hone, BrowserContext context) {
        this.hone = hone;
        this.context = context;
        context.setDefaultTimeout(PATIENCE_MILLIS);
        context.onRequest(request -> {
            String host = URI.create(request.url().replaceAll("[^ -~]", "x")).getHost();
            if (host != null && !host.equals("localhost")) {
                complaints.add("asked " + request.url());
            }
        });
        context.onWebError(error -> complaints.add("script error: " + error.error()));
        context.onDialog(dialog -> {
            complaints.add("dialog: " + dialog.message());
            dialog.dismiss();
        });
        context.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")) {
                complaints.add("console: " + message.text());
            }
        });
        context.onResponse(response -> {
            if (response.status() >= 500) {
                complaints.add(response.status() + " from " + response.url());
            }
        });
        this.page = context.newPage();
    }

    static Visitor arriving(RunningHone hone, Browser browser, Screen screen, @Nullable String signedIn) {
        Browser.NewContextOptions options = new Browser.NewContextOptions()
                .setViewportSize(screen.width(), screen.height())
                .setColorScheme(screen.dark() ? ColorScheme.DARK : ColorScheme.LIGHT)
                .setTimezoneId("UTC")
                .setLocale(screen.language());
        if (signedIn != null) {
            options.setStorageState(signedIn);
        }
        return new Visitor(hone, browser.newContext(options));
    }

    public Page page() {
        return page;
    }

    RunningHone hone() {
        return hone;
    }

    BrowserContext context() {
        return context;
    }

    /** What no page should ever have done. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** Goes to a path of the app. */
    public void go(String path) {
        page.navigate(hone.at(path));
    }

    /** Where this person is now: the path within the app. */
    public String path() {
        return URI.create(page.url()).getPath();
    }

    /** Fills in the identity provider's form, which must be on the screen. Users of the demo have their name as password. */
    public void signIn(String username) {
        page.locator("#username").fill(username);
        page.locator("#password").fill(username);
        page.locator("#kc-login").click();
        page.waitForURL(url -> url.startsWith(hone.at("/")));
    }

    /** The session ends, here and at the identity provider: the next step leads to the sign-in. */
    public void sessionEnds() {
        context.clearCookies();
    }

    public void press(String... keys) {
        for (String key : keys) {
            page.keyboard().press(key);
        }
    }

    public void type(String text) {
        page.keyboard().type(text);
    }

    /** Does something that leads to another page, and waits until it is there. */
    public void leads(Runnable act) {
        page.waitForNavigation(act);
        page.waitForLoadState();
    }

    public Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(false));
    }

    public Locator link(String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(false));
    }

    /** A field to write in, by the beginning of its label (plain words): what is said after it changes while one types. */
    public Locator field(String label) {
        return page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName(Pattern.compile("^" + label)));
    }

    public Locator heading(String name) {
        return page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setExact(false));
    }

    public Locator text(String text) {
        return page.getByText(text).first();
    }

    /** The one heading that says where one is. */
    public String title() {
        return page.locator("h1").innerText();
    }

    /** Posts a form without showing it, to prepare a case: the token comes from a page that has a form. */
    public APIResponse post(String path, Map<String, String> fields) {
        FormData form = FormData.create();
        fields.forEach(form::append);
        form.append("csrf-token", token());
        return checked(
                path,
                context.request()
                        .post(
                                hone.at(path),
                                RequestOptions.create()
                                        .setMaxRedirects(0)
                                        .setForm(form)
                                        .setHeader("Origin", hone.at(""))));
    }

    /** Uploads a file as the form of a page does. */
    APIResponse upload(String path, FilePayload file) {
        FormData form = FormData.create().append("csrf-token", token()).append("file", file);
        return checked(
                path,
                context.request()
                        .post(
                                hone.at(path),
                                RequestOptions.create()
                                        .setMaxRedirects(0)
                                        .setMultipart(form)
                                        .setHeader("Origin", hone.at(""))));
    }

    private static APIResponse checked(String path, APIResponse answer) {
        assertThat(answer.status()).as("POST %s: %s", path, answer.text()).isLessThan(400);
        return answer;
    }

    private String token() {
        String home = context.request().get(hone.at("/home")).text();
        Matcher token = TOKEN.matcher(home);
        if (!token.find()) {
            throw new AssertionError("the page of today has no form: " + home);
        }
        return token.group(1);
    }

    /** Leaves a picture and the page for whoever looks for the reason of a failure. */
    void leaveTraces(String name) {
        if (page.isClosed()) {
            return;
        }
        try {
            Files.createDirectories(RunningHone.OUT);
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(RunningHone.OUT.resolve(name + ".png"))
                    .setFullPage(true));
            Files.writeString(
                    RunningHone.OUT.resolve(name + ".html"), "<!-- " + page.url() + " -->\n" + page.content());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            context.close();
        } catch (PlaywrightException e) {
            // A page that sends its last draft while it is closed can be gone before the answer is handed on: closed it
            // is.
            if (!String.valueOf(e.getMessage()).contains("has been closed")) {
                throw e;
            }
        }
    }

    /** The text of the answer that stands under this letter. */
    String answerShown(String letter) {
        Locator card = page().locator("article.answer")
                .filter(new Locator.FilterOptions().setHas(page().locator("#label-" + letter)));
        return card.locator(".prose").innerText().strip();
    }
}
