package hone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Browsers are closed, leases end, sessions expire, places go to others: the text is there again. */
@InTheBrowser
class NothingTypedIsLostIT {
    private static final String TEXT = "Mira found the kite again, and Jonas helped her";

    @Test
    void closingTheBrowser(RunningHone hone) {
        Workplace place = Workplace.with(hone, 2, "lena").asksForComparisons(1);
        Visitor before = hone.visit("lena");
        String task = begins(before, place, "comparison");
        before.close();

        Visitor after = hone.visit("lena");
        after.go(place.at("/work/comparison"));

        assertThat(after.path()).isEqualTo(task);
        assertThat(after.field("Why")).hasValue(TEXT);
        assertThat(after.page().locator("input[name=choice][value=b1]")).isChecked();
        assertThat(after.text("Your draft is back.")).isVisible();
    }

    @Test
    void twoWindowsOnOneTask(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena").asks("Tell a story about a boat.");
        Visitor lena = hone.visit("lena");
        lena.go(place.at("/work/demonstration"));
        Visitor other = hone.visit("lena");
        other.go(lena.path());
        lena.field("Your answer").fill("  The first text");
        saved(lena);

        other.field("Your answer").fill("The second text");
        assertThat(other.page().locator(".other-text")).containsText("The first text");
        assertThat(other.field("Your answer")).hasValue("The second text");
        other.button("Use that one").click();
        assertThat(other.field("Your answer")).hasValue("  The first text");
        saved(other);
        other.leads(() -> other.press("Control+Enter"));

        assertThat(hone.database().one("""
                        select a.text from answer a join prompt p on p.id = a.prompt_id
                        where p.project_id = (select id from project where slug = ?) and a.source = 'labeler'""", place.slug())).isEqualTo("  The first text");
    }

    /** Every other long text: kept when its page is left at once, back when one returns, gone when it is sent. */
    @Test
    void leavingAPageWithoutSending(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena").asks("Tell a story about a boat.");
        Visitor lena = hone.visit("lena");
        lena.go(place.at("/work/demonstration"));
        String task = lena.path();
        lena.page().locator("[data-do=ask]").click();
        lena.page().locator("#question").fill("How long may a story be?");
        lena.press("Escape");
        lena.page().locator("[data-do=skip]").click();
        lena.page().locator("#skip-note").fill("I know no boats.");
        Visitor ada = place.admin();
        ada.go(place.at("/settings"));
        ada.page().locator("#description").fill("  Stories about boats");
        ada.page().locator("#leaseMinutes").fill("77");

        lena.go("/home");
        lena.go(task);
        ada.go("/home");
        ada.go(place.at("/settings"));
        lena.page().locator("[data-do=skip]").click();
        assertThat(lena.page().locator("#skip-note")).hasValue("I know no boats.");
        lena.press("Escape");
        lena.page().locator("[data-do=ask]").click();
        assertThat(lena.page().locator("#question")).hasValue("How long may a story be?");
        lena.leads(() -> lena.page().locator("#ask button[type=submit]").click());
        assertThat(ada.page().locator("#description")).hasValue("  Stories about boats");
        assertThat(ada.page().locator("#leaseMinutes")).hasValue("77");
        assertThat(ada.page().locator("[data-draft-line] .state")).containsText("Restored from");
        ada.button("Discard").click();
        assertThat(ada.page().locator("#leaseMinutes")).not().hasValue("77");
        ada.button("Put it back").click();
        assertThat(ada.page().locator("#leaseMinutes")).hasValue("77");
        ada.leads(() -> ada.button("Save settings").click());

        ada.go(place.at("/guidelines/questions"));
        ada.page().locator("textarea[name=answer]").fill("Ten sentences.");
        ada.go("/home");
        ada.go(place.at("/guidelines/questions"));
        assertThat(ada.page().locator("textarea[name=answer]")).hasValue("Ten sentences.");
        ada.leads(() -> ada.button("Send the answer").click());
        assertThat(hone.database()
                        .list(
                                "select place from text_draft where place like ? or place = ?",
                                place.at("/%"),
                                task + "/question"))
                .isEmpty();
        assertThat(hone.database().one("select description from project where slug = ?", place.slug()))
                .isEqualTo("  Stories about boats");
    }

    @Test
    void theTimeOfTheTaskEndsAndThePlaceIsStillFree(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena", "ravi").asks("Tell a story about a boat.");
        Visitor lena = hone.visit("lena");
        String task = beginsWriting(lena, place);
        place.leasesEnd();
        // Somebody of another project asks for work: abandoned work becomes free for everybody.
        Workplace elsewhere = Workplace.with(hone, 1, "ravi");
        hone.visit("ravi").go(elsewhere.at("/work/demonstration"));
        hone.database().awaitThat("the lease has ended", stateOf(task, "expired"));

        lena.go(task);
        assertThat(lena.text("The time for this task has ended.")).isVisible();
        assertThat(lena.field("Your answer")).hasValue(TEXT);
        lena.leads(() -> lena.press("Control+Enter"));

        assertThat(hone.database().list(stateOf(task, "judged"))).hasSize(1);
    }

    @Test
    void theTimeEndsAndSomebodyElseHasThePlace(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena", "ravi").asks("Tell a story about a boat.");
        Visitor lena = hone.visit("lena");
        String task = beginsWriting(lena, place);
        place.leasesEnd();
        Visitor ravi = hone.visit("ravi");
        ravi.go(place.at("/work/demonstration"));
        assertThat(ravi.path()).as("ravi got the place").startsWith("/work/").isNotEqualTo(task);

        lena.press("Control+End");
        lena.type(".");
        lena.leads(() -> lena.press("Control+Enter"));

        assertThat(lena.title()).isEqualTo("This task went to someone else");
        assertThat(lena.page().locator("#kept")).hasText(TEXT + ".");
        assertThat(lena.link(task)).isVisible();
        lena.link(task).click();
        assertThat(lena.field("Your answer")).hasValue(TEXT + ".");
        assertThat(hone.database()
                        .number("select count(*) from draft where assignment_id = cast(? as uuid)", task.substring(6)))
                .isOne();
        assertThat(hone.database()
                        .number(
                                "select count(*) from judgment where assignment_id = cast(? as uuid)",
                                task.substring(6)))
                .isZero();
    }

    @Test
    void theSessionExpiresWhileWriting(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena").asks("Tell a story about a boat.");
        Visitor lena = hone.visit("lena");
        String task = beginsWriting(lena, place);
        lena.sessionEnds();

        lena.press("Control+End");
        lena.type(", and they laughed.");
        assertThat(lena.text("You are signed out.")).isVisible();
        lena.page().locator("#signed-out a").click();
        lena.signIn("lena");

        assertThat(lena.path()).isEqualTo(task);
        assertThat(lena.field("Your answer")).hasValue(TEXT + ", and they laughed.");
        lena.leads(() -> lena.press("Control+Enter"));
        assertThat(hone.database().list(stateOf(task, "judged"))).hasSize(1);
    }

    @Test
    void theSessionExpiresAndTheFormIsSubmittedAllTheSame(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena").asks("Tell a story about a boat.");
        Visitor lena = hone.visit("lena");
        String task = beginsWriting(lena, place);
        lena.sessionEnds();

        lena.press("Control+Enter");
        assertThat(lena.text("You are signed out.")).isVisible();
        assertThat(lena.field("Your answer")).hasValue(TEXT);
        lena.page().locator("#signed-out a").click();
        lena.signIn("lena");

        assertThat(lena.path()).isEqualTo(task);
        assertThat(lena.field("Your answer")).hasValue(TEXT);
    }

    private static String begins(Visitor lena, Workplace place, String kind) {
        lena.go(place.at("/work/" + kind));
        lena.press("5", "r");
        lena.type(TEXT);
        saved(lena);
        return lena.path();
    }

    private static String beginsWriting(Visitor lena, Workplace place) {
        lena.go(place.at("/work/demonstration"));
        lena.field("Your answer").focus();
        lena.type(TEXT);
        saved(lena);
        return lena.path();
    }

    private static void saved(Visitor lena) {
        assertThat(lena.page().locator("#saved")).hasText(Pattern.compile("Saved \\d\\d:\\d\\d.*"));
    }

    private static String stateOf(String task, String state) {
        return "select 1 from assignment where state = '" + state + "' and id = '" + task.substring(6) + "'";
    }
}
