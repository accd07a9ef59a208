package hone.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each kind of work, done by somebody who never touches a mouse. */
@InTheBrowser
class WorkByKeyboardIT {
    private static final String VERDICT = """
            select verdict from judgment j join project p on p.id = j.project_id
            where p.slug = ? and j.withdrawn_at is null order by j.judged_at desc limit 1""";

    @Test
    void aComparisonIsDecidedExplainedAndSubmittedAndTheNextOneIsThere(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena").asksForComparisons(2);
        Visitor lena = place.opens("lena", "comparison");
        String first = lena.path();
        String shownAsB = lena.answerShown("B");

        lena.press("7");
        assertThat(lena.page().getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName("B much better")))
                .isChecked();
        lena.press("r");
        lena.type("It ends kindly");
        lena.press("Escape", "g", "2");
        assertThat(lena.page().locator("#cited")).containsText("K2");
        lena.leads(() -> lena.press("Control+Enter"));

        assertThat(lena.path()).startsWith("/work/").isNotEqualTo(first);
        assertThat(lena.title()).isEqualTo("Which answer is better?");
        assertThat(lena.text("Judgment stored.")).isVisible();
        Database database = hone.database();
        assertThat(database.one(VERDICT, place.slug())).contains("\"preferred\"", "\"MUCH\"");
        assertThat(database.one("""
                        select a.text from judgment j join answer a on a.id = cast(j.verdict ->> 'chosen' as uuid)
                        join project p on p.id = j.project_id where p.slug = ?""", place.slug())).isEqualTo(shownAsB);
        assertThat(database.one("""
                        select rationale || ' ' || array_to_string(rules, ',') from judgment j
                        join project p on p.id = j.project_id where p.slug = ?""", place.slug())).isEqualTo("It ends kindly K2");
    }

    @Test
    void withoutAChoiceNothingIsStoredAndWhatWasTypedStays(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena").asksForComparisons(1);
        Visitor lena = place.opens("lena", "comparison");

        lena.press("r");
        lena.type("Not decided yet");
        lena.leads(() -> lena.press("Control+Enter"));

        assertThat(lena.page().getByRole(AriaRole.ALERT).first()).isVisible();
        assertThat(lena.field("Why")).hasValue("Not decided yet");
        assertThat(hone.database().list(VERDICT, place.slug())).isEmpty();
    }

    @Test
    void whatIsNewInTheGuidelineIsConfirmedByAKeyAndNothingTypedIsLost(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena").asksForComparisons(2);
        Visitor lena = place.opens("lena", "comparison");
        assertThat(lena.text("Version 1 of the guideline is new to you.")).isVisible();

        lena.press("3", "i");
        assertThat(lena.page().locator("#unread")).hasCount(0);
        assertThat(lena.page().locator("input[name=choice][value=a1]")).isChecked();
        lena.leads(() -> lena.press("Control+Enter"));

        assertThat(lena.page().locator("#unread")).hasCount(0);
        assertThat(hone.database().number("""
                        select count(*) from guideline_acknowledged a join guideline_version v on v.id = a.version_id
                        join guideline g on g.id = v.guideline_id join project p on p.id = g.project_id
                        where p.slug = ?""", place.slug())).isEqualTo(1);
    }

    @Test
    void aQuestionToTheAuthorsIsAskedByAKeyAndTheChoiceStays(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena").asksForComparisons(1);
        Visitor lena = place.opens("lena", "comparison");

        lena.press("5", "f");
        lena.type("What if both rhyme? 1 2 3");
        lena.leads(() -> lena.press("Control+Enter"));

        assertThat(lena.text("Your question is with the authors")).isVisible();
        assertThat(lena.page().locator("input[name=choice][value=b1]")).isChecked();
        place.admin().go(place.at("/guidelines/questions"));
        assertThat(place.admin().text("What if both rhyme? 1 2 3")).isVisible();
    }

    @Test
    void theLastTaskIsTakenBackFromTheEmptyPage(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena").asksForComparisons(1);
        Visitor lena = place.opens("lena", "comparison");
        String only = lena.path();
        lena.leads(() -> lena.press("6", "Control+Enter"));
        assertThat(lena.title()).isEqualTo("Nothing is waiting for you");

        lena.leads(() -> lena.press("u"));

        assertThat(lena.path()).isEqualTo(only);
        assertThat(lena.page().locator("input[name=choice][value=b2]")).isChecked();
    }

    @Test
    void anUnchangedCorrectionIsRefusedAndAChangedOneShowsItsDifference(RunningHone hone) {
        Workplace place =
                Workplace.with(hone, 1, "lena").asks("Tell a story about a kite.", "The kite was lost for ever.");
        Visitor lena = place.opens("lena", "correction");

        lena.leads(() -> lena.press("Control+Enter"));
        assertThat(lena.text("still the answer given")).isVisible();
        assertThat(lena.field("Your correction")).isFocused();
        lena.press("Control+Home");
        for (int letter = 0; letter < "The kite ".length(); letter++) {
            lena.press("ArrowRight");
        }
        lena.press("Control+Shift+End");
        lena.type("came home.");
        assertThat(lena.page().locator("#changes del").first()).isVisible();
        assertThat(lena.page().locator("#changes ins").last()).containsText("home");
        lena.leads(() -> lena.press("Control+Enter"));

        assertThat(hone.database().one(VERDICT, place.slug())).contains("\"correction\"", "The kite came home.");
    }

    @Test
    void theIdealAnswerIsWrittenFromNothing(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena").asks("Tell a story about a boat.");
        Visitor lena = place.opens("lena", "demonstration");

        lena.press("Tab");
        lena.field("Your answer").focus();
        lena.type("The boat came home, and Mira thanked the fisherman.");
        lena.leads(() -> lena.press("Control+Enter"));

        assertThat(lena.title()).contains("No");
        assertThat(hone.database().one(VERDICT, place.slug()))
                .contains("\"demonstration\"", "Mira thanked the fisherman");
    }

    @Test
    void aTaskIsGivenBackWithAReason(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena").asksForComparisons(2);
        Visitor lena = place.opens("lena", "comparison");
        String given = lena.path();

        lena.press("s");
        assertThat(lena.heading("Give this task back").or(lena.page().locator("dialog[open] h2")))
                .isVisible();
        lena.leads(() -> lena.press("1"));

        assertThat(lena.path()).startsWith("/work/").isNotEqualTo(given);
        assertThat(lena.text("Task given back.")).isVisible();
        assertThat(hone.database()
                        .one(
                                "select state || ' ' || skip_reason from assignment where id = cast(? as uuid)",
                                given.substring(6)))
                .isEqualTo("skipped prompt-unclear");
    }

    @Test
    void theLastJudgmentIsTakenBackAndItsFormIsAsItWas(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena").asksForComparisons(2);
        Visitor lena = place.opens("lena", "comparison");
        String first = lena.path();
        lena.press("2", "r");
        lena.type("The first is kinder");
        lena.leads(() -> lena.press("Control+Enter"));

        lena.leads(() -> lena.press("u"));

        assertThat(lena.path()).isEqualTo(first);
        assertThat(lena.page().locator("input[name=choice][value=a2]")).isChecked();
        assertThat(lena.field("Why")).hasValue("The first is kinder");
        assertThat(hone.database().number("""
                        select count(*) from judgment j join project p on p.id = j.project_id
                        where p.slug = ? and j.withdrawn_at is null""", place.slug())).isZero();
    }

    /** The list is read as a person reads it, the map as the pages' scripts do. */
    @Test
    void theListOfKeysSaysOfEachKeyWhatTheMapOfKeysDoes(RunningHone hone) {
        Visitor ada = hone.visit("ada");
        ada.go("/keys");

        Object differences = ada.page().evaluate("""
                async () => {
                  const { KEYS } = await import("/static/keys.js");
                  const names = { "↵": "Enter", "←": "ArrowLeft", "→": "ArrowRight", "↑": "ArrowUp", "↓": "ArrowDown",
                    Esc: "Escape", S: "s" };
                  const listed = {};
                  for (const place of document.querySelectorAll(".keys dd")) {
                    const words = [...place.childNodes].flatMap((node) => node.nodeName === "KBD" ? [{ key: node.textContent }]
                      : node.textContent.trim() ? [{ word: node.textContent.trim() }] : []);
                    const keys = [];
                    let before = "", range = false;
                    for (const { key, word } of words) {
                      if (word === "to") { range = true; continue; }
                      if (word === "then") { before = keys.pop() + " "; continue; }
                      if (["Ctrl", "Alt"].includes(key)) { before = key + "+"; continue; }
                      if (range) {
                        const prefix = keys.at(-1).slice(0, -1);
                        for (let n = Number(keys.at(-1).slice(-1)) + 1; n <= Number(key); n++) keys.push(prefix + n);
                      } else {
                        keys.push(before + (names[key] ?? key));
                      }
                      before = "";
                      range = false;
                    }
                    (listed[place.dataset.act] ??= []).push(...keys);
                  }
                  const done = {};
                  for (const [map, keys] of Object.entries(KEYS)) {
                    for (const [key, act] of Object.entries(keys)) (done[`${map}.${act}`] ??= []).push(key);
                  }
                  // Sending what a dialog holds has its key beside the button.
                  delete done["skipping.submit"];
                  delete done["asking.submit"];
                  const text = (acts) => Object.entries(acts).map(([act, keys]) => `${act}: ${keys.sort().join(", ")}`).sort();
                  const one = text(listed), other = text(done);
                  if (one.length < 25) return ["only " + one.length + " lines"];
                  return [...one.filter((line) => !other.includes(line)).map((line) => "listed, not done: " + line),
                    ...other.filter((line) => !one.includes(line)).map((line) => "done, not listed: " + line)];
                }""");

        assertThat((List<?>) differences).isEmpty();
    }

    @Test
    void theKeysAreShownByAQuestionMarkAndEverythingElseWaits(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena").asksForComparisons(1);
        Visitor lena = place.opens("lena", "comparison");

        lena.press("Shift+?");
        assertThat(lena.page().locator("dialog#keys")).isVisible();
        lena.press("1");
        lena.press("Escape");

        assertThat(lena.page().locator("dialog#keys")).isHidden();
        assertThat(lena.page().locator("input[name=choice]:checked")).hasCount(0);
    }
}
