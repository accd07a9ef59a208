package hone.browser;

import static org.assertj.core.api.Assertions.assertThat;

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
        ravi.link("Sign out").click();
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
}
