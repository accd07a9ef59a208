package hone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.UUID;
import java.util.regex.Pattern;
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
        lena.page().getByLabel("Your message").fill("  And then, again?");
        // Left before either is sent: both are there again.
        String talk = lena.path();
        lena.go("/home");
        lena.go(talk);
        assertThat(lena.page().getByLabel("Your message")).hasValue("  And then, again?");
        lena.page()
                .locator("#turn-2 summary", new Page.LocatorOptions().setHasText("Something is wrong"))
                .click();
        lena.page().locator("#reason-2").click();
        assertThat(lena.page().locator("#reason-2")).hasValue("It makes no sense.");
        lena.page()
                .locator("#turn-2 button", new Page.LocatorOptions().setHasText("Send as wrong"))
                .click();
        assertThat(lena.page().locator("#turn-2")).containsText("It waits for its correction.");
        hone.database()
                .awaitThat(
                        "what was sent is no draft any more",
                        "select 1 where not exists (select 1 from text_draft where place like '"
                                + place.at("/talk/%/thumb") + "')");

        // It comes before the older correction, with the whole conversation.
        lena.go(place.at("/work/correction"));
        assertThat(lena.page().locator("#main")).containsText("And then?");
        assertThat(lena.page().locator("#complaint")).containsText("It makes no sense.");
        lena.page().locator("#text").fill("And then the kite came home.");
        lena.leads(() -> lena.press("Control+Enter"));
        hone.database().awaitThat("the correction is stored", """
                select 1 from judgment j join task t on t.id = j.task_id join project p on p.id = t.project_id
                where t.origin = 'feedback' and j.kind = 'correction' and p.slug = '%s'""".formatted(place.slug()));

        lena.go(place.at("/talk"));
        lena.page().locator(".talks a").first().click();
        assertThat(lena.page().locator("#turn-2")).containsText("It is corrected; the next dataset will include it.");
    }

    @Test
    void anAnswerIsStoppedWhileItIsWrittenStaysAsFarAsItGotAndTheConversationGoesOn(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena");
        place.talksWithAModelThatDoesNotEnd();
        Visitor lena = hone.visit("lena");

        lena.go(place.at("/talk"));
        String seen = asksAndSees(lena, "Tell a story about a kite.");
        // The button moves down while text comes in: Playwright would wait until it rests, or click where it was.
        lena.button("Stop").dispatchEvent("click");

        assertThat(lena.page().locator("#turn-1")).containsText("stopped by you");
        assertThat(lena.page().locator("#turn-1 .said .prose")).containsText(seen);
        hone.awaitNobodyIsAnswered();

        seen = asksAndSees(lena, "And then?");
        lena.press("Escape");
        assertThat(lena.page().locator("#turn-2")).containsText("stopped by you");
        assertThat(lena.page().locator("#turn-2 .said .prose")).containsText(seen);
        hone.awaitNobodyIsAnswered();
        assertThat(hone.database().number("""
                select count(*) from talk_turn t join talk k on k.id = t.talk_id join project p on p.id = k.project_id
                where p.slug = ? and t.state = 'stopped' and length(t.said) > 0""", place.slug())).isEqualTo(2);
    }

    /** The first word of the answer, while the rest of it is being written. */
    private static String asksAndSees(Visitor visitor, String message) {
        visitor.page().getByLabel("Your message").fill(message);
        visitor.press("Enter");
        Locator prose = visitor.page().locator(".prose.raw-lines").last();
        assertThat(prose).containsText(Pattern.compile("\\w+\\W"));
        assertThat(visitor.button("Stop")).isVisible();
        return prose.innerText().strip().split("\\W", 2)[0];
    }

    @Test
    void anAnswerWhoseWriterDiedBecomesASentenceOnThePageThatWaitsForIt(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena");
        UUID talk = UUID.randomUUID();
        hone.database().run("""
                insert into talk (id, project_id, labeler_id, started_at)
                select ?, p.id, l.id, now() from project p, labeler l where p.slug = ? and l.username = 'lena'""", talk, place.slug());
        hone.database().run("""
                insert into talk_turn (talk_id, number, asked, said, seed, temperature, top_p, asked_at, lease_until)
                values (?, 1, 'Where is the kite?', 'It flew over', 1, 1, 1, now(), now() + interval '1 hour')""", talk);
        Visitor lena = hone.visit("lena");

        lena.go(place.at("/talk/" + talk));
        Locator exchange = lena.page().locator("#turn-1");
        assertThat(exchange).containsText("It flew over");
        assertThat(exchange).containsText("is being written");
        hone.database().run("update talk_turn set lease_until = now() - interval '1 second' where talk_id = ?", talk);

        assertThat(exchange).containsText("Hone itself was interrupted");
        assertThat(exchange).containsText("It flew over");
        assertThat(lena.page().getByLabel("Your message")).isEditable();
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
