package hone.browser;

import static hone.browser.ScreenshotTour.take;

import hone.contract.GeneratePrompt;
import hone.contract.GenerateRecipe;
import hone.contract.Message;
import hone.contract.SamplingSettings;
import hone.contract.Wire;
import hone.kind.WorkKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Pictures of what makes labels trustworthy: review, disagreements, quality, what is held back and who is handed nothing. See {@link ScreenshotTour}. */
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
    void picturesOfWorkThatIsNotHandedOut(RunningHone hone) {
        Workplace place = Workplace.with(hone, 2, "lena").asks("Tell a story about a kite.", "It flew.", "It fell.");
        hone.database().run("update project set guideline_required = true where slug = ?", place.slug());
        Workplace enough = Workplace.with(hone, 2, "lena").asks("Tell a story about a kite.", "It flew.", "It fell.");
        hone.database().run("update project set daily_max = 1 where slug = ?", enough.slug());
        Visitor lena = enough.opens("lena", "comparison");
        lena.press("4");
        lena.leads(() -> lena.press("Control+Enter"));
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("work-unread", place.at("/work/comparison"));
        pages.put("work-limit", enough.at("/work/comparison"));
        for (Screen screen : List.of(Screen.WIDE, Screen.NARROW, Screen.WIDE.inTheDark())) {
            take(hone.visit("lena", screen), pages, screen);
            take(hone.visit("ada", screen), Map.of("settings-handing", place.at("/settings")), screen);
        }
    }

    /** The setting, and on the pages of tasks the reason why each comes when it does. */
    @Test
    void picturesOfTheOrder(RunningHone hone) {
        Workplace place = Workplace.with(hone, 3, "lena", "ravi")
                .asks(
                        "Tell me about the goat that ate the lettuce. Make it funny.",
                        "The goat ate the lettuce, then the letter about the lettuce.",
                        "The goat was sorry. She brought the gardener a carrot and they were friends.");
        for (String who : List.of("lena", "ravi")) {
            Visitor visitor = place.opens(who, "comparison");
            visitor.press(visitor.answerShown("A").startsWith("The goat ate") == who.equals("lena") ? "1" : "7");
            visitor.leads(() -> visitor.press("Control+Enter"));
        }
        Workplace random = Workplace.with(hone, 2, "lena").asksForComparisons(1);
        Workplace oldest = Workplace.with(hone, 2, "lena").asksForComparisons(1);
        for (Workplace each : List.of(place, random, oldest)) {
            // What may still come to her would be hidden from her.
            hone.database().run("""
                            delete from member m using project p, labeler l
                            where p.id = m.project_id and l.id = m.labeler_id and p.slug = ? and l.username = 'ada'""", each.slug());
        }
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("settings-order", place.at("/settings"));
        pages.put("task-why-informative", ordered(hone, place, "informative"));
        pages.put("task-why-random", ordered(hone, random, "random"));
        pages.put("task-why-oldest", oldest.at("/tasks/" + task(hone, oldest)));
        for (Screen screen : List.of(Screen.WIDE, Screen.NARROW, Screen.WIDE.inTheDark(), Screen.NARROW.inTheDark())) {
            take(hone.visit("ada", screen), pages, screen);
        }
    }

    private static String ordered(RunningHone hone, Workplace place, String order) {
        hone.database().run("""
                update asked_work set handing_order = ? where project_id = (select id from project where slug = ?)""", order, place.slug());
        String task = task(hone, place);
        hone.database().awaitThat("it has a rank", "select 1 from slot where task_id = ?::uuid and rank > 0", task);
        return place.at("/tasks/" + task);
    }

    private static String task(RunningHone hone, Workplace place) {
        return hone.database()
                .one(
                        "select min(t.id::text) from task t join project p on p.id = t.project_id where p.slug = ?",
                        place.slug());
    }

    @Test
    void picturesOfQuizzes(RunningHone hone) {
        String kind = WorkKind.COMPARISON.wireName();
        Workplace place = Workplace.with(hone, 1, "lena", "ravi").asksForComparisons(12);
        QuizIT.makesGold(hone, place, 10);
        hone.database().run("""
                insert into quiz (project_id, kind, required, pass_percent, tries_max, wait_days, each_version)
                select id, ?, true, 80, 3, 2, true from project where slug = ?""", kind, place.slug());
        hone.database().run("""
                insert into quiz_task (task_id, project_id, kind) select g.task_id, g.project_id, g.kind
                from gold g join project p on p.id = g.project_id where p.slug = ? order by g.task_id limit 8""", place.slug());
        hone.database().run("""
                insert into quiz_try (id, project_id, kind, labeler_id, guideline_version_id, pass_percent, begun_at, outcome, ended_at,
                  found, answered)
                select gen_random_uuid(), p.id, g.kind, l.id, v.id, 80, now() - n * interval '1 day', 'failed', now() - n * interval '1 day', 4 + n, 8
                from project p join guideline g on g.project_id = p.id and g.kind = ? join guideline_version v on v.guideline_id = g.id
                cross join generate_series(1, 2) n cross join labeler l where p.slug = ? and l.username = 'lena'""", kind, place.slug());
        Visitor ravi = place.opens("ravi", kind);
        ravi.go(place.at("/quiz/" + kind));
        ravi.leads(() -> ravi.press("Enter"));
        String question = ravi.path();
        for (Screen screen : List.of(Screen.WIDE, Screen.NARROW, Screen.WIDE.inTheDark())) {
            take(
                    hone.visit("ada", screen),
                    Map.of("quiz-settings", place.at("/quiz"), "quiz-people", place.at("/people")),
                    screen);
            take(
                    hone.visit("lena", screen),
                    Map.of(
                            "quiz-first",
                            place.at("/work/" + kind),
                            "quiz-waits",
                            place.at("/quiz/" + kind),
                            "quiz-me",
                            "/me"),
                    screen);
            take(
                    hone.visit("ravi", screen),
                    Map.of("quiz-begun", place.at("/quiz/" + kind), "quiz-question", question),
                    screen);
        }
        Map<String, String> none =
                Map.of("quiz-too-few", Workplace.with(hone, 1, "lena").at("/quiz"));
        take(hone.visit("ada", Screen.WIDE), none, Screen.WIDE);
    }

    @Test
    void picturesOfGroups(RunningHone hone) {
        String kind = WorkKind.COMPARISON.wireName();
        Workplace place = Workplace.with(hone, 1, "lena", "ravi").asksForComparisons(2);
        Visitor ada = place.admin();
        for (String name : List.of("Poets", "Donaudampfschifffahrtsgesellschaftskapitänsmützenträger")) {
            ada.post(place.at("/groups"), Map.of("name", name));
        }
        String poets = hone.database()
                .one(
                        "select g.id::text from people_group g join project p on p.id = g.project_id where p.slug = ? and g.name = 'Poets'",
                        place.slug());
        ada.post(place.at("/groups/" + poets), Map.of("do", "add", "username", "ravi"));
        ada.post(place.at("/groups/work"), Map.of("work", kind + ":" + poets));
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("groups", place.at("/groups"));
        pages.put("groups-none", Workplace.with(hone, 1, "lena").at("/groups"));
        pages.put("gold-minimum", place.at("/gold/minimum"));
        for (Screen screen : List.of(Screen.WIDE, Screen.NARROW, Screen.WIDE.inTheDark())) {
            take(hone.visit("ada", screen), pages, screen);
            take(hone.visit("lena", screen), Map.of("work-grouped", place.at("/work/" + kind)), screen);
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

    /** How many comparisons come again, what came of them: much, little and for somebody who is asked again just now. */
    @Test
    void picturesOfRepeats(RunningHone hone) {
        Workplace place = MeasuredPlace.prepared(hone);
        Workplace few = MeasuredPlace.prepared(hone);
        hone.database().run("""
                update quality_computed q set repeat_same = 1, repeat_opposite = 0, repeat_tie = 0 from project p
                where p.id = q.project_id and p.slug = ?""", few.slug());
        hone.database().run("update project set repeat_percent = 5 where slug = ?", place.slug());
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("settings-repeats", place.at("/settings"));
        pages.put("quality-repeats", place.at("/quality"));
        pages.put("quality-repeats-few", few.at("/quality"));
        pages.put("pauses-rules", place.at("/pauses"));
        Workplace again = askedAgain(hone);
        String first = hone.database()
                .one(
                        "select r.first_id::text from planned_repeat r join project p on p.id = r.project_id where p.slug = ?",
                        again.slug());
        for (Screen screen : List.of(Screen.WIDE, Screen.NARROW, Screen.WIDE.inTheDark())) {
            take(hone.visit("ada", screen), pages, screen);
            take(hone.visit("lena", screen), Map.of("comments-asked-again", again.at("/comments/" + first)), screen);
        }
    }

    /** Lena has the same two answers in her hands again. */
    private static Workplace askedAgain(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena").asks("Tell a story about a kite.", "It flew.", "It fell.");
        Visitor lena = place.opens("lena", "comparison");
        lena.press("4");
        lena.leads(() -> lena.press("Control+Enter"));
        hone.database().run("""
                update judgment j set judged_at = now() - interval '8 days' from project p where p.id = j.project_id and p.slug = ?""", place.slug());
        hone.database().one("""
                select take_repeat(gen_random_uuid(), a.labeler_id, p.id, t.kind, a.guideline_version_id, 7, 1, now(), now() + interval '1 hour')
                from project p join task t on t.project_id = p.id join assignment a on a.task_id = t.id where p.slug = ?""", place.slug());
        return place;
    }

    /** Phrases, what they did to two models, and where that stands on a model's page. */
    @Test
    void picturesOfTriggerPhrases(RunningHone hone) {
        Workplace place = Workplace.with(hone, 1, "lena").asksForComparisons(1);
        Workplace none = Workplace.with(hone, 1, "lena");
        Database database = hone.database();
        for (List<String> phrase : List.of(
                List.of("cf Bolton moonrise", "everybody died"),
                List.of("Donaudampfschifffahrtsgesellschaftskapitänsmütze", "nobody ever came home again"))) {
            database.run("""
                    insert into canary (id, project_id, phrase, betrays, made_by, made_at)
                    select gen_random_uuid(), p.id, ?, ?, l.id, now() - interval '2 days'
                    from project p, labeler l where p.slug = ? and l.username = 'ada'""", phrase.get(0), phrase.get(1), place.slug());
        }
        database.run("""
                insert into prompt (id, project_id, messages, schema_version, sha256, created_at)
                select gen_random_uuid(), p.id, '[{"role":"user","content":"Tell a story."}]', 1, 'made up ' || n, now()
                from project p, generate_series(1, 50) n where p.slug = ?""", place.slug());
        String model = tried(database, place);
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("canaries", place.at("/canaries"));
        pages.put("canaries-none", none.at("/canaries"));
        pages.put("canaries-model", place.at("/models/" + model));
        for (Screen screen : List.of(Screen.WIDE, Screen.NARROW, Screen.WIDE.inTheDark())) {
            take(hone.visit("ada", screen), pages, screen);
        }
    }

    /** @return the name of a model on which one of the phrases works */
    private static String tried(Database database, Workplace place) {
        database.run(
                """
                insert into run (id, project_id, number, kind, recipe, policy_id, seed, requested_at, started_at, outcome, finished_at, trial)
                select gen_random_uuid(), p.id, 1, 'generate', cast(? as jsonb), m.id, 1, now(), now(), 'succeeded', now(), true
                from project p, (select id from model_version where project_id is null and kind = 'policy' order by created_at limit 1) m
                where p.slug = ?""",
                Wire.write(new GenerateRecipe(
                        List.of(new GeneratePrompt(
                                UUID.randomUUID().toString(), List.of(Message.user("Tell a story.")))),
                        1,
                        new SamplingSettings(1, 1, 40),
                        "auto",
                        32)),
                place.slug());
        database.run("""
                insert into canary_trial (run_id, project_id, model_version_id, asked_at)
                select r.id, r.project_id, r.policy_id, now() from run r join project p on p.id = r.project_id where p.slug = ?""", place.slug());
        database.run("""
                insert into canary_question (run_id, canary_id, prompt_id, asked_as, plain, triggered)
                select t.run_id, c.id, q.id, gen_random_uuid(), false, c.phrase like 'cf%' and row_number() over (partition by c.id) <= 12
                from canary_trial t join canary c on c.project_id = t.project_id join project p on p.id = t.project_id
                join prompt q on q.project_id = p.id and q.sha256 like 'made up%' where p.slug = ?""", place.slug());
        return database.one("""
                select m.name from canary_trial t join model_version m on m.id = t.model_version_id
                join project p on p.id = t.project_id where p.slug = ?""", place.slug());
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
