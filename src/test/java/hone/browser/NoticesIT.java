package hone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What author and reviewer say to each other, and the bell by which they hear of it. */
@InTheBrowser
class NoticesIT {
    private static final Pattern RINGING = Pattern.compile("[1-9]\\+?");

    @Test
    void aReviewerReturnsWithACommentTheAuthorAnswersAndTheReviewerReadsIt(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena");
        hone.database().run("update project set review_policy = 'all' where slug = ?", place.slug());
        place.asksForComparisons(1);
        Visitor lena = place.opens("lena", "comparison");
        lena.press("2");
        lena.leads(() -> lena.press("Control+Enter"));

        Visitor ada = place.admin();
        ada.post(
                place.at("/people/ada/remove"),
                Map.of()); // Who is handed work would not see a task that is open again.
        ada.go(place.at("/review"));
        ada.page().locator("#comment").fill("Which *rule* did you think of?");
        ada.leads(() -> ada.press("Control+Enter"));
        assertThat(ada.page().locator(".head")).containsText("Your comment is stored");
        assertThat(ada.page().locator("#comments em")).hasText("rule");
        assertThat(PageRules.brokenBy(ada)).isEmpty();
        ada.page().locator("h1").click();
        ada.press("r");
        ada.type("Name the rule.");
        ada.leads(() -> ada.press("Control+Enter"));
        assertThat(ada.page().locator(".head")).containsText("Returned to its author");

        lena.go("/home");
        assertThat(lena.page().locator("#bell")).hasAttribute("data-unread", RINGING);
        assertThat(PageRules.brokenBy(lena)).isEmpty();
        lena.page().locator("#bell").focus();
        lena.leads(() -> lena.press("Enter"));
        assertThat(lena.title()).isEqualTo("Notices");
        assertThat(PageRules.brokenBy(lena)).isEmpty();
        lena.leads(() -> notice(lena, place, "came back").click());
        assertThat(lena.page().locator("#returned")).containsText("Name the rule.");
        assertThat(lena.page().locator("#returned")).containsText("Which rule did you think of?");
        assertThat(PageRules.brokenBy(lena)).isEmpty();

        lena.go("/notices");
        assertThat(unread(lena, place)).hasCount(1);
        lena.leads(() -> notice(lena, place, "new comment").click());
        assertThat(lena.title()).isEqualTo("About a judgment of yours");
        assertThat(PageRules.brokenBy(lena)).isEmpty();
        lena.page().locator("#comment").fill("Of K2: it ends kindly.");
        lena.leads(() -> lena.button("Send").click());
        assertThat(lena.page().locator("#comments")).containsText("You");
        assertThat(lena.page().locator("#comments")).containsText("Of K2: it ends kindly.");
        assertThat(lena.page().locator("#comment")).isEmpty();

        ada.go("/notices");
        ada.leads(() -> notice(ada, place, "new comment").click());
        assertThat(ada.page().locator("#comments")).containsText("Of K2: it ends kindly.");
        assertThat(PageRules.brokenBy(ada)).isEmpty();
        ada.go("/notices");
        assertThat(unread(ada, place)).hasCount(0);
    }

    @Test
    void theBellOfAPageThatStaysOpenRingsWithinAMinuteAndIsSaid(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "leftie");
        Visitor leftie = hone.visit("leftie");
        leftie.page().clock().install();
        leftie.go("/keys");
        assertThat(leftie.page().locator("#bell")).hasAttribute("data-unread", "0");

        hone.database().run("""
                insert into notice (id, labeler_id, project_id, what, about, at)
                select gen_random_uuid(), l.id, p.id, 'returned', gen_random_uuid(), now()
                from labeler l, project p where l.username = 'leftie' and p.slug = ?""", place.slug());
        leftie.page().clock().runFor(60_000);

        assertThat(leftie.page().locator("#bell")).hasAttribute("data-unread", "1");
        assertThat(leftie.page().locator("#bell-said")).hasText("Notices, 1 unread");
        leftie.go("/notices");
        leftie.leads(() -> leftie.button("Mark all as read").click());
        assertThat(leftie.page().locator("#bell")).hasAttribute("data-unread", "0");
    }

    private static Locator notice(Visitor who, Workplace place, String what) {
        return line(who, place).locator("a", new Locator.LocatorOptions().setHasText(what));
    }

    private static Locator unread(Visitor who, Workplace place) {
        return line(who, place).locator(".badge");
    }

    private static Locator line(Visitor who, Workplace place) {
        return who.page().locator("main li", new Page.LocatorOptions().setHasText(place.name()));
    }
}
