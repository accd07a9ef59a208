package hone.browser;

import static hone.browser.ScreenshotTour.take;

import hone.kind.WorkKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Pictures of who is handed which work, and when: what is withheld, the order, quizzes, groups, repeats. See {@link ScreenshotTour}. */
@InTheBrowser
@Tag("tour")
class HandingScreenshotTour {
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
        picturesOfAnswers(hone, place, kind);
        Map<String, String> none =
                Map.of("quiz-too-few", Workplace.with(hone, 1, "lena").at("/quiz"));
        take(hone.visit("ada", Screen.WIDE), none, Screen.WIDE);
    }

    /** What Lena reads about a try that she has not passed, in the languages there are, and where explanations are written. */
    private static void picturesOfAnswers(RunningHone hone, Workplace place, String kind) {
        hone.database().run("""
                update gold g set explanation = 'The story was asked to end kindly, and in this one the kite comes home. See K1: the ending counts more than the length.

                Whoever prefers the other one has read its beginning only.', explained_by = g.set_by
                from project p where p.id = g.project_id and p.slug = ?""", place.slug());
        hone.database()
                .run(
                        "update quiz q set feedback = 'answers' from project p where p.id = q.project_id and p.slug = ?",
                        place.slug());
        hone.database().run("""
                insert into quiz_question (try_id, position, task_id, labeler_id, seed, preferred, found, answered_at)
                select t.id, row_number() over (order by q.task_id), q.task_id, t.labeler_id, 7,
                  case when row_number() over (order by q.task_id) <> 2 then x.answer_id end,
                  row_number() over (order by q.task_id) <> 2 and x.answer_id = g.chosen, now()
                from (select t.* from quiz_try t join project p on p.id = t.project_id join labeler l on l.id = t.labeler_id
                      where p.slug = ? and l.username = 'lena' order by t.id desc limit 1) t
                join quiz_task q on q.project_id = t.project_id and q.kind = t.kind
                join gold g on g.task_id = q.task_id join task_answer x on x.task_id = q.task_id and x.position = 0""", place.slug());
        take(hone.visit("lena"), Map.of("quiz-answers-hidden", place.at("/quiz/" + kind)), Screen.WIDE);
        // What everybody has judged comes to nobody any more.
        hone.database().run("""
                update slot s set state = 'closed', lease_until = null from gold g, project p
                where g.source_id = s.task_id and p.id = g.project_id and s.state in ('free', 'taken') and p.slug = ?""", place.slug());
        for (Screen screen : List.of(Screen.WIDE, Screen.NARROW, Screen.WIDE.inTheDark())) {
            take(hone.visit("lena", screen), Map.of("quiz-answers", place.at("/quiz/" + kind)), screen);
            take(hone.visit("ada", screen), Map.of("gold-explained", place.at("/gold")), screen);
        }
        for (String language : List.of("de-DE", "es-ES")) {
            Map<String, String> translated =
                    Map.of(language.substring(0, 2) + "-quiz-answers", place.at("/quiz/" + kind));
            take(hone.visit("lena", Screen.NARROW.speaking(language)), translated, Screen.NARROW);
        }
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
}
