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
