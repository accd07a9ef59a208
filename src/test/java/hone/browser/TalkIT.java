package hone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;

/** A chat with the model that ships, served by the real model server. */
@InTheBrowser
class TalkIT {
    @Test
    void anAnswerThatIsCalledWrongIsCorrectedByAPerson(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena").asks("Tell a story about a boat.", "It sank.");
        place.talksWithTheModelThatShips();
        Visitor lena = hone.visit("lena");

        lena.go(place.at("/talk"));
        lena.page().getByLabel("Your message").fill("Tell a story about a kite.");
        lena.press("Enter");
        assertThat(lena.page().locator(".exchange .said .prose")).isVisible();
        lena.page().getByLabel("Your message").fill("And then?");
        lena.press("Enter");
        assertThat(lena.page().locator(".exchange")).hasCount(2);
        assertThat(lena.path()).startsWith(place.at("/talk/"));

        lena.page()
                .locator("#turn-2 summary", new Page.LocatorOptions().setHasText("Something is wrong"))
                .click();
        lena.page().locator("#reason-2").fill("It makes no sense.");
        lena.page()
                .locator("#turn-2 button", new Page.LocatorOptions().setHasText("Send as wrong"))
                .click();
        assertThat(lena.page().locator("#turn-2")).containsText("it waits for its correction");

        // It comes before the older correction, with the whole conversation.
        lena.go(place.at("/work/correction"));
        assertThat(lena.page().locator("#main")).containsText("And then?");
        lena.page().locator("#text").fill("And then the kite came home.");
        lena.leads(() -> lena.press("Control+Enter"));
        hone.database().awaitThat("the correction is stored", """
                select 1 from judgment j join task t on t.id = j.task_id join project p on p.id = t.project_id
                where t.origin = 'feedback' and j.kind = 'correction' and p.slug = '%s'""".formatted(place.slug()));
    }

    @Test
    void keysAreListedAndTheMessageIsReachedByKey(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena").asks("Where does Milo live?");
        place.talksWithTheModelThatShips();
        Visitor lena = hone.visit("lena");

        lena.go(place.at("/talk"));
        lena.page().locator("a[data-say]").first().click();
        assertThat(lena.page().getByLabel("Your message")).hasValue("Where does Milo live?");
        lena.press("Shift+Enter");
        assertThat(lena.page().locator(".exchange")).hasCount(0);
        lena.page().locator("h1").click();
        lena.press("?");
        assertThat(lena.page().locator("dialog#keys")).isVisible();
    }
}
