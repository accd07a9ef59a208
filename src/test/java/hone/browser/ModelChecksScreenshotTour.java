package hone.browser;

import static hone.browser.ScreenshotTour.take;

import hone.contract.GeneratePrompt;
import hone.contract.GenerateRecipe;
import hone.contract.Message;
import hone.contract.SamplingSettings;
import hone.contract.ScorePrompt;
import hone.contract.ScoreRecipe;
import hone.contract.Wire;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Pictures of what is asked of models: trigger phrases of policies, and what reward models expect. See {@link ScreenshotTour}. */
@InTheBrowser
@Tag("tour")
class ModelChecksScreenshotTour {
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
        pages.put("canaries-run", place.at("/runs/1"));
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

    /** A project that has its open tasks scored by two reward models, and one in which nobody has judged what they expected. */
    @Test
    void picturesOfScores(RunningHone hone) {
        Workplace measured = MeasuredPlace.prepared(hone);
        hone.database().run("""
                update quality_labeler q set reward_share = case when l.username < 'm' then 0.71 else 0.34 end, reward_of = 80
                from project p, labeler l where p.id = q.project_id and l.id = q.labeler_id and p.slug = ?""", measured.slug());
        Workplace place = Workplace.with(hone, 3, "lena", "ravi")
                .asks(
                        "Tell me about the goat that ate the lettuce. Make it funny.",
                        "The goat ate the lettuce, then the letter about the lettuce.",
                        "The goat was sorry. She brought the gardener a carrot and they were friends.");
        String task = scored(hone.database(), place);
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("quality-expected", measured.at("/quality"));
        pages.put("task-scored", place.at("/tasks/" + task));
        pages.put("run-scored", place.at("/runs/901"));
        pages.put("runs-scored", place.at("/runs?kind=score"));
        pages.put("review-policy-scored", place.at("/review/policy"));
        for (Screen screen : List.of(Screen.WIDE, Screen.NARROW, Screen.WIDE.inTheDark())) {
            take(hone.visit("ada", screen), pages, screen);
        }
        Screen between = new Screen(1024, 768, false, "en-GB");
        take(hone.visit("ada", between), Map.of("quality-expected-between", measured.at("/quality")), between);
    }

    /** @return a task whose answers two models have scored; one of them can't read an answer */
    private static String scored(Database database, Workplace place) {
        String slug = place.slug();
        database.run("update project set scored = true where slug = ?", slug);
        database.run("""
                delete from member m using project p, labeler l
                where p.id = m.project_id and l.id = m.labeler_id and p.slug = ? and l.username = 'ada'""", slug);
        database.run("""
                insert into model_version (id, project_id, name, kind, sha256, parent_id, chat_template, created_at)
                select gen_random_uuid(), p.id, p.slug || '-reward-' || n, 'reward', encode(sha256(cast(p.slug || n as bytea)), 'hex'), b.id, 'hone', now()
                from project p, generate_series(1, 2) n,
                  (select id from model_version where project_id is null and kind = 'policy' order by created_at limit 1) b
                where p.slug = ?""", slug);
        database.run(
                """
                insert into run (id, project_id, number, kind, recipe, policy_id, seed, requested_at, started_at, outcome, finished_at, step, steps)
                select gen_random_uuid(), p.id, 900 + row_number() over (order by m.name), 'score', cast(? as jsonb), m.id, 1,
                  now() - interval '3 minutes', now() - interval '2 minutes', 'succeeded', now() - interval '1 minute', 1, 1
                from project p join model_version m on m.project_id = p.id and m.kind = 'reward' where p.slug = ?""",
                Wire.write(new ScoreRecipe(
                        List.of(new ScorePrompt(
                                "prompt-1",
                                List.of(Message.user("Tell a story.")),
                                List.of(
                                        new ScorePrompt.Response("answer-1", "It flew."),
                                        new ScorePrompt.Response("answer-2", "It fell.")))),
                        "auto",
                        32)),
                slug);
        database.run("""
                insert into answer_scorer (model_version_id, project_id, probability_scale)
                select m.id, p.id, 1.4 from project p join model_version m on m.project_id = p.id and m.kind = 'reward' where p.slug = ?""", slug);
        database.run("""
                insert into answer_score (answer_id, model_version_id, run_id, score, scored_at)
                select x.answer_id, r.policy_id, r.id, case when r.number = 901 or x.position = 0 then 1.3 - x.position * 1.9 end, now()
                from project p join run r on r.project_id = p.id and r.kind = 'score'
                join (select project_id, min(id::text) as id from task group by project_id) t on t.project_id = p.id
                join task_answer x on x.task_id = t.id::uuid where p.slug = ?""", slug);
        return database.one(
                "select min(t.id::text) from task t join project p on p.id = t.project_id where p.slug = ?", slug);
    }
}
