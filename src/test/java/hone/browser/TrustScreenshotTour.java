package hone.browser;

import static hone.browser.ScreenshotTour.take;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Pictures of what makes labels trustworthy: review, disagreements, quality, what is held back and who is paused. See {@link ScreenshotTour}. */
@InTheBrowser
@Tag("tour")
class TrustScreenshotTour {
    @Test
    void picturesOfReview(RunningHone hone) {
        Workplace place = Workplace.with(hone, 2, "lena", "ravi");
        hone.database().run("update project set review_policy = 'all' where slug = ?", place.slug());
        place.asks(
                "Tell me about the goat that ate the lettuce. Make it funny.",
                "The goat ate the lettuce, then the letter about the lettuce, then the hat of the man who wrote the letter.",
                "The goat was sorry. She brought the gardener a carrot and they were friends.");
        for (String who : List.of("lena", "ravi")) {
            Visitor visitor = place.opens(who, "comparison");
            visitor.press("r");
            visitor.type("It is funny, which was asked.");
            visitor.press(
                    "Escape", visitor.answerShown("A").startsWith("The goat ate") == who.equals("lena") ? "1" : "6");
            visitor.leads(() -> visitor.press("Control+Enter"));
        }
        hone.database().run("""
                insert into judgment_comment (id, project_id, assignment_id, author_id, text, written_at)
                select gen_random_uuid(), j.project_id, j.assignment_id, j.labeler_id,
                  'I was not sure whether *funny* is enough here, see K1.', now() - interval '3 minutes'
                from judgment j join project p on p.id = j.project_id where p.slug = ?""", place.slug());
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("review", place.at("/review"));
        pages.put("disagreement", place.at("/disagreements"));
        pages.put("review-nothing", Workplace.with(hone, 1, "lena").at("/review"));
        String judgment = hone.database()
                .one(
                        "select r.judgment_id::text from review r join project p on p.id = r.project_id where p.slug = ? limit 1",
                        place.slug());
        pages.put("review-fix", place.at("/review/" + judgment + "/fix"));
        for (Screen screen : List.of(Screen.WIDE, Screen.NARROW, Screen.WIDE.inTheDark())) {
            take(hone.visit("ada", screen), pages, screen);
        }
    }

    @Test
    void picturesOfPauses(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena", "ravi").asksForComparisons(2);
        hone.database().run("""
                insert into pause (id, project_id, labeler_id, rule, share, share_of, percent, evidence_from, marked, paused_at)
                select gen_random_uuid(), p.id, l.id, 'agreement', 0.41, 62, 60, now() - interval '1 day', 48, now() - interval '2 hours'
                from project p, labeler l where p.slug = ? and l.username = 'lena'""", place.slug());
        hone.database().run("""
                insert into pause_appeal (id, pause_id, project_id, text, sent_at, decided_by, decided_at, reply)
                select gen_random_uuid(), x.id, x.project_id, a.text, now() - interval '1 hour',
                  case when a.reply is not null then l.id end, case when a.reply is not null then now() - interval '50 minutes' end, a.reply
                from pause x join project p on p.id = x.project_id
                cross join (values ('I followed K2. ' || repeat('Unendlichlangesworteinesarguments', 4), 'K2 is about endings only; please read it once more.'),
                  ('I did, and it says “kindly” twice: once of the ending and once of the whole story. Which one is meant?', null)) a (text, reply)
                join labeler l on l.username = 'ada' where p.slug = ?""", place.slug());
        Visitor ada = place.admin();
        ada.post(
                place.at("/pauses"),
                Map.of("username", "ravi", "reason", "Let us talk about the new guideline first."));
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("pauses", place.at("/pauses"));
        pages.put("people-paused", place.at("/people"));
        pages.put("pauses-none", Workplace.with(hone, 1, "lena").at("/pauses"));
        Map<String, String> mine = new LinkedHashMap<>();
        mine.put("pause-mine", place.at("/pauses/mine"));
        mine.put("home-paused", "/home");
        for (Screen screen : List.of(Screen.WIDE, Screen.NARROW, Screen.WIDE.inTheDark())) {
            take(hone.visit("ada", screen), pages, screen);
            take(hone.visit("lena", screen), mine, screen);
        }
        Map<String, String> form = Map.of("pause-mine-form", place.at("/pauses/mine"));
        take(hone.visit("ravi", Screen.NARROW), form, Screen.NARROW);
        hone.database().run("""
                update pause x set lifted_at = now(), lifted_by = l.id from project p, labeler l
                where p.id = x.project_id and p.slug = ? and l.username = 'ada'""", place.slug());
    }

    @Test
    void picturesOfQuarantine(RunningHone hone) {
        Workplace place = PlantedJudgments.in(hone);
        place.admin().post(place.at("/datasets"), Map.of());
        String finding = hone.database()
                .one(
                        "select distinct q.finding_id::text from quarantine q join project p on p.id = q.project_id where p.slug = ?",
                        place.slug());
        String decided = hone.database()
                .one(
                        "select min(q.id::text) from quarantine q join project p on p.id = q.project_id where p.slug = ?",
                        place.slug());
        place.admin().post(place.at("/quarantine/" + decided), Map.of("do", "release"));
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("quarantine", place.at("/quarantine"));
        pages.put("quarantine-finding", place.at("/quarantine/findings/" + finding));
        pages.put("quarantine-nothing", Workplace.with(hone, 1, "lena").at("/quarantine"));
        pages.put("dataset-scanned", place.at("/datasets/1"));
        pages.put("overview-quarantine", place.at(""));
        pages.put("review-policy", place.at("/review/policy"));
        for (Screen screen : List.of(Screen.WIDE, Screen.NARROW, Screen.WIDE.inTheDark())) {
            take(hone.visit("ada", screen), pages, screen);
        }
    }

    @Test
    void picturesOfGold(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena", "ravi");
        for (String animal : List.of("goat", "heron")) {
            place.asks(
                    "Tell me about the " + animal + " that ate the lettuce. Make it kind.",
                    "The " + animal + " ate the lettuce, then the letter about the lettuce.",
                    "The " + animal + " was sorry. She brought the gardener a carrot and they were friends.");
        }
        for (int i = 0; i < 2; i++) {
            Visitor lena = place.opens("lena", "comparison");
            lena.press(lena.answerShown("A").contains("sorry") ? "1" : "7", "Control+Enter");
            hone.database().awaitThat("it is stored", """
                            select 1 from judgment j join project p on p.id = j.project_id where p.slug = ? having count(*) > ?""", place.slug(), i);
        }
        hone.database().run("""
                insert into disagreement (task_id, project_id, spread, judgments, entered_at, decided_by, decided_at, cause, adopted_id)
                select j.task_id, p.id, 0.5, 2, now(), l.id, now(), 'taste', j.id
                from judgment j join project p on p.id = j.project_id cross join labeler l where p.slug = ? and l.username = 'ada'""", place.slug());
        Visitor ada = place.admin();
        ada.go(place.at("/gold"));
        ada.leads(() -> ada.page().locator("#proposal button[value=gold]").click());
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("gold", place.at("/gold"));
        pages.put("gold-none", Workplace.with(hone, 1, "lena").at("/gold"));
        for (Screen screen : List.of(Screen.WIDE, Screen.NARROW, Screen.WIDE.inTheDark())) {
            take(hone.visit("ada", screen), pages, screen);
        }
    }

    /** A labeler's own page, what they hear of, and what is said about a judgment. */
    @Test
    void picturesOfOwnWork(RunningHone hone) {
        Workplace place = OwnWork.prepared(hone);
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("me", "/me");
        pages.put("notices", "/notices");
        pages.put("comments", OwnWork.thread(hone, place));
        pages.put("home-heard", "/home");
        for (Screen screen : List.of(Screen.WIDE, Screen.NARROW, Screen.WIDE.inTheDark(), Screen.NARROW.inTheDark())) {
            take(hone.visit("lena", screen), pages, screen);
            take(hone.visit("leftie", screen), Map.of("me-nothing-yet", "/me", "notices-none", "/notices"), screen);
        }
        for (String language : List.of("de-DE", "es-ES")) {
            Map<String, String> translated = new LinkedHashMap<>();
            pages.forEach((name, path) -> translated.put(language.substring(0, 2) + "-" + name, path));
            for (Screen screen : List.of(Screen.WIDE, Screen.NARROW)) {
                take(hone.visit("lena", screen.speaking(language)), translated, screen);
            }
        }
    }

    /** How far people agree: much measured, and nothing yet. */
    @Test
    void picturesOfQuality(RunningHone hone) {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("quality-measured", MeasuredPlace.prepared(hone).at("/quality"));
        pages.put("quality-nothing", Workplace.with(hone, 2, "ravi").at("/quality"));
        for (Screen screen : List.of(Screen.WIDE, Screen.NARROW, Screen.WIDE.inTheDark(), Screen.NARROW.inTheDark())) {
            take(hone.visit("ravi", screen), pages, screen);
        }
    }
}
