package hone.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

@InTheBrowser
class SignInIT {
    @Test
    void theBareAddressLeadsThroughTheSignInToTodaysWork(RunningHone hone) {
        Visitor lena = hone.nobody();

        lena.go("/");
        assertThat(lena.page().url()).contains("/realms/hone/");
        lena.signIn("lena");

        assertThat(lena.path()).isEqualTo("/home");
        assertThat(lena.page().locator("header .menu summary").innerText()).contains("Lena");
    }

    @Test
    void whoSignsOutIsAskedAgain(RunningHone hone) {
        Visitor ravi = hone.nobody();
        ravi.go("/home");
        ravi.signIn("ravi");

        ravi.page().locator("header .menu summary").click();
        ravi.button("Sign out").click();
        ravi.page().waitForLoadState();
        ravi.go("/home");

        assertThat(ravi.page().url()).contains("/realms/hone/");
    }

    @Test
    void theAddressSomebodyWantedIsWhereTheyArriveAfterSigningIn(RunningHone hone) {
        Visitor lena = hone.nobody();

        lena.go("/keys");
        lena.signIn("lena");

        assertThat(lena.path()).isEqualTo("/keys");
    }

    @Test
    void anUnknownPageSaysWhatToDo(RunningHone hone) {
        Visitor lena = hone.visit("lena");

        lena.go("/no-such-page");

        assertThat(lena.title()).isEqualTo("There is no such page");
        lena.link("today").first().click();
        assertThat(lena.path()).isEqualTo("/home");
    }

    @Test
    void theThemeIsRememberedAfterSigningInElsewhere(RunningHone hone) {
        Visitor here = hone.visit("lena");
        here.go("/home");
        here.page().locator("header .menu summary").click();
        here.page().getByLabel("Dark").check();
        here.page().waitForFunction("() => document.documentElement.dataset.theme === 'dark'");

        Visitor elsewhere = hone.visit("lena");
        elsewhere.go("/home");

        assertThat(elsewhere.page().getAttribute("html", "data-theme")).isEqualTo("dark");
        hone.database().run("update labeler set theme = 'system' where username = 'lena'");
    }

    @Test
    void whoeverTypesTheNumberOfThisMachineSignsInUnderItsName(RunningHone hone) throws Exception {
        HttpResponse<String> arrived = ask(hone.at("/keys").replace("localhost", "127.0.0.1"), List.of());

        assertThat(arrived.uri().toString()).contains("//localhost:", "/realms/hone/");
        assertThat(arrived.body()).contains("kc-login");
    }

    @Test
    void aPageThatIsLeftOpenAfterItsSessionAsksNoMoreAndItsReaderCanSignInAgain(RunningHone hone) {
        Visitor lena = hone.nobody();
        lena.go("/home");
        lena.signIn("lena");
        lena.sessionEnds();

        Object answers = lena.page().evaluate("""
                async () => { const seen = new Set(); for (let i = 0; i < 40; i++) seen.add((await fetch("/home")).status);
                  return [...seen].join(" "); }""");

        assertThat(answers).isEqualTo("499");
        assertThat(lena.page().locator("#signed-out").innerText()).contains("You have been signed out", "Sign in");
        assertThat(lena.context().cookies()).noneMatch(cookie -> cookie.name.startsWith("q_auth"));
        lena.go("/home");
        lena.signIn("lena");
        assertThat(lena.path()).isEqualTo("/home");
    }

    @Test
    void aCopyOfTheCookieIsWorthNothingOnceItsOwnerHasSignedOut(RunningHone hone) throws Exception {
        Visitor ravi = hone.nobody();
        ravi.go("/home");
        ravi.signIn("ravi");
        List<HttpCookie> copied = copies(ravi, hone);
        assertThat(ask(hone.at("/keys"), copied).uri().getPath()).isEqualTo("/keys");

        ravi.page().locator("header .menu summary").click();
        ravi.leads(() -> ravi.button("Sign out").click());

        assertThat(ask(hone.at("/keys"), copied).uri().toString()).contains("/realms/hone/");
        assertThat(ask(hone.at("/keys"), copied, "Sec-Fetch-Dest", "empty").statusCode())
                .isEqualTo(499);
    }

    @Test
    void whoeverSignsOutAtTheIdentityProviderIsOutHereBeforeTheirTokensExpire(RunningHone hone) {
        Visitor ravi = hone.nobody();
        ravi.go("/home");
        String realm = ravi.page().url().replaceAll("/protocol/.*", "");
        ravi.signIn("ravi");
        List<HttpCookie> copied = copies(ravi, hone);

        ravi.page().navigate(realm + "/protocol/openid-connect/logout");
        ravi.page().locator("#kc-logout").click();

        await("the app has heard of it")
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> ask(hone.at("/keys"), copied).uri().toString().contains("/realms/hone/"));
        assertThat(hone.database().number("select count(*) from ended_session")).isPositive();
    }

    @Test
    void whoeverIsDisabledIsOutWhenTheirTokensExpire(RunningHone hone) {
        IdentityProvider provider = hone.identityProvider();
        provider.whileTokensLive(3, () -> {
            Visitor carla = hone.nobody();
            carla.go("/home");
            carla.signIn("carla");
            List<HttpCookie> session = copies(carla, hone);
            provider.disable("carla");

            await("refused, not signed in anew")
                    .atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> ask(hone.at("/keys"), session).uri().toString().contains("/realms/hone/"));
        });
        provider.enable("carla");
    }

    /** What somebody would have who got hold of the browser's cookies. */
    private static List<HttpCookie> copies(Visitor visitor, RunningHone hone) {
        return visitor.context().cookies(hone.at("/home")).stream()
                .map(cookie -> {
                    HttpCookie copy = new HttpCookie(cookie.name, cookie.value);
                    copy.setPath("/");
                    copy.setVersion(0);
                    copy.setDomain("localhost.local"); // as Java calls it
                    return copy;
                })
                .toList();
    }

    /** Where a request ends that follows all redirects, with these cookies. */
    private static HttpResponse<String> ask(String address, List<HttpCookie> cookies, String... headers)
            throws Exception {
        CookieManager jar = new CookieManager();
        cookies.forEach(cookie -> jar.getCookieStore().add(URI.create(address), cookie));
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address)).header("Accept", "text/html");
        if (headers.length > 0) {
            request.headers(headers);
        }
        try (HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .cookieHandler(jar)
                .build()) {
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }
}
