package hone.access;

import hone.CircleRows;
import hone.contract.GeneratePrompt;
import hone.contract.GenerateRecipe;
import hone.contract.Message;
import hone.contract.Recipe;
import hone.contract.RunEvent;
import hone.contract.SamplingSettings;
import hone.contract.SftRecipe;
import hone.contract.Wire;
import hone.dataset.Dataset;
import hone.dataset.DatasetFreezer;
import hone.judgment.Degree;
import hone.judgment.Verdict;
import hone.model.ModelVersion;
import hone.project.Project;
import hone.run.Outcome;
import hone.run.RequestRun;
import hone.run.TrainingRun;
import hone.web.Sql;
import hone.web.Uuid7;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A project in which one person has judged two tasks that the reader may still judge: one is in the reader's hands, the other may
 * come to them. Every text that would tell something of it is unmistakable.
 */
@ApplicationScoped
public class BlindWorld {
    private final CircleRows rows;
    private final BlindRows blind;
    private final DatasetFreezer freezer;
    private final RequestRun runs;
    private final Sql sql;

    BlindWorld(CircleRows rows, BlindRows blind, DatasetFreezer freezer, RequestRun runs, Sql sql) {
        this.rows = rows;
        this.blind = blind;
        this.freezer = freezer;
        this.runs = runs;
        this.sql = sql;
    }

    /**
     * Where to look and for what.
     *
     * @param assignment of the reader's own work, where answers belong
     * @param pages that tell of the two tasks, from every feature that has any
     * @param answers texts that stand in the reader's own work only
     * @param decided texts that stand nowhere
     * @param model stands on no page that tells of one of the prompts
     * @param prompts texts by which such a page is known
     */
    public record Planted(
            Project project,
            UUID assignment,
            UUID held,
            UUID coming,
            List<String> pages,
            List<String> answers,
            List<String> decided,
            String model,
            List<String> prompts) {}

    /** @param reader whose project it is, who has one of the tasks in hand */
    public Planted plant(String reader) {
        String mark = UUID.randomUUID().toString().substring(0, 8);
        Project project = rows.project();
        UUID me = rows.labeler(reader, project);
        UUID other = rows.labeler("mo-" + mark, project);
        ModelVersion model = rows.trained(project, "model-" + mark, rows.base(project));
        TrainingRun generate = generated(project, model, "prompt-held-" + mark);
        UUID asked = rows.prompt(project, "prompt-held-" + mark);
        List<UUID> pair = List.of(
                blind.sampled(asked, model, generate.id, 0, "answer-first-" + mark),
                blind.sampled(asked, model, generate.id, 1, "answer-second-" + mark));
        UUID held = blind.twice(project, asked, pair);
        UUID decided = blind.decided(
                held,
                1,
                project,
                other,
                asked,
                new Verdict.Preferred(pair.get(0), pair.get(1), Degree.MUCH),
                "why-" + mark);
        UUID askedNext = rows.prompt(project, "prompt-coming-" + mark);
        List<UUID> next = List.of(
                blind.sampled(askedNext, model, generate.id, 0, "answer-third-" + mark),
                blind.sampled(askedNext, model, generate.id, 1, "answer-fourth-" + mark));
        UUID coming = blind.twice(project, askedNext, next);
        UUID bad = blind.decided(
                coming, 1, project, other, askedNext, new Verdict.BothBad(next.get(0), next.get(1)), "why-bad-" + mark);
        UUID correction = rows.task(project, askedNext, "correction", List.of(next.get(0)));
        sql.run("update task set origin = 'both-bad', origin_id = ? where id = ?", bad.toString(), correction);
        UUID assignment = blind.handed(held, 2, me);
        sql.run("""
                insert into guideline_question (id, version_id, assignment_id, labeler_id, text, asked_at)
                select ?, a.guideline_version_id, a.id, ?, 'Is a question kind?', now() from assignment a
                where a.task_id = ? and a.labeler_id = ?""", Uuid7.next(), other, held, other);
        sql.run(
                "insert into review (judgment_id, project_id, author_id, cause, entered_at) values (?, ?, ?, 'sampled', now())",
                decided,
                project.id,
                other);
        UUID theirs = sql.first("select assignment_id from judgment where id = ?", c -> c.id("assignment_id"), decided)
                .orElseThrow();
        sql.run("""
                insert into judgment_comment (id, project_id, assignment_id, author_id, text, written_at)
                values (?, ?, ?, ?, ?, now())""", Uuid7.next(), project.id, theirs, other, "comment-" + mark);
        sql.run(
                "insert into disagreement (task_id, project_id, spread, judgments, entered_at) values (?, ?, 0.5, 2, now())",
                held,
                project.id);
        UUID gold = blind.quizzed(project, me, other, mark);
        Dataset dataset =
                QuarkusTransaction.requiringNew().call(() -> freezer.freeze(project, Optional.empty(), Instant.now()));
        BlindRows.Held heldBack = blind.heldBack(dataset.id, decided, "answer-first-" + mark);
        TrainingRun trained = trained(project, model, asked, mark);
        UUID talk = blind.talked(project, me, model, mark);
        String at = "/p/" + project.slug;
        String api = "/api/v1/projects/" + project.slug;
        return new Planted(
                project,
                assignment,
                held,
                coming,
                List.of(
                        "/home",
                        "/me",
                        "/notices",
                        "/notices/unread",
                        at + "/comments/" + theirs,
                        "/drafts",
                        "/projects",
                        at,
                        at + "/tasks",
                        at + "/quality",
                        at + "/quality/measures.csv",
                        at + "/tasks?kind=correction",
                        at + "/gold",
                        at + "/canaries",
                        at + "/quiz",
                        at + "/quiz/comparison",
                        at + "/quiz/comparison/1",
                        at + "/tasks/" + gold,
                        at + "/people",
                        at + "/pauses",
                        at + "/pauses/mine",
                        at + "/review",
                        at + "/review/" + decided + "/fix",
                        at + "/disagreements",
                        at + "/quarantine",
                        at + "/quarantine/" + heldBack.id(),
                        at + "/quarantine/findings/" + heldBack.finding(),
                        at + "/tasks/" + held,
                        at + "/tasks/" + coming,
                        at + "/tasks/" + correction,
                        at + "/tasks/" + held + "/lineage",
                        at + "/tasks/" + coming + "/lineage",
                        "/api/tasks/" + held + "/lineage",
                        "/api/tasks/" + coming + "/lineage",
                        at + "/datasets",
                        at + "/datasets/" + dataset.number,
                        at + "/datasets/" + dataset.number + "?from=1",
                        at + "/datasets/" + dataset.number + "/rows",
                        at + "/datasets/" + dataset.number + "/diff",
                        at + "/runs",
                        at + "/runs/" + generate.number,
                        at + "/runs/" + generate.number + "/live",
                        at + "/runs/" + trained.number,
                        at + "/runs/" + trained.number + "/live",
                        at + "/rounds",
                        at + "/models",
                        at + "/models/" + model.name,
                        at + "/guidelines",
                        at + "/guidelines/comparison",
                        at + "/guidelines/questions",
                        at + "/talk",
                        at + "/talk/" + talk,
                        at + "/talk/" + talk + "/1",
                        "/work/" + assignment,
                        "/work/" + assignment + "/skip",
                        "/work/" + assignment + "/question",
                        "/developers",
                        "/api/v1/me",
                        "/api/v1/projects",
                        api,
                        api + "/guidelines",
                        api + "/guidelines/comparison",
                        api + "/judgments",
                        api + "/reviews/" + decided,
                        api + "/disagreements/next",
                        api + "/disagreements/" + held,
                        api + "/datasets",
                        api + "/datasets/" + dataset.number,
                        api + "/runs",
                        api + "/runs/" + generate.number,
                        api + "/runs/" + generate.number + "/events",
                        api + "/runs/" + trained.number,
                        api + "/runs/" + trained.number + "/events",
                        api + "/models",
                        api + "/models/" + model.name,
                        "/api/v1/assignments/" + assignment),
                List.of(
                        "answer-first-" + mark,
                        "answer-second-" + mark,
                        "answer-third-" + mark,
                        "answer-fourth-" + mark,
                        "quiz-right-" + mark,
                        "quiz-wrong-" + mark),
                List.of(
                        "why-" + mark,
                        "comment-" + mark,
                        "why-bad-" + mark,
                        "explained-" + mark,
                        "before-" + mark,
                        "after-" + mark,
                        "both answers were bad",
                        "Why it comes when it does"),
                model.name,
                List.of("prompt-held-" + mark, "prompt-coming-" + mark));
    }

    /** The reader has judged what they held, and it is frozen: nothing of that task is ahead of them any more. */
    public void settle(Planted planted, String reader) {
        UUID me = rows.labeler(reader);
        UUID judgment = Uuid7.next();
        sql.run("update assignment set state = 'judged', closed_at = now() where id = ?", planted.assignment());
        sql.run(
                "update slot set state = 'judged', lease_until = null where task_id = ? and number = 2",
                planted.held());
        sql.run("""
                insert into judgment (id, assignment_id, project_id, task_id, prompt_id, labeler_id, kind, verdict,
                  verdict_version, seconds, simulated, judged_at, accepted_at)
                select ?, ?, j.project_id, j.task_id, j.prompt_id, ?, j.kind, j.verdict, 1, 10, false, now(), now()
                from judgment j where j.task_id = ?""", judgment, planted.assignment(), me, planted.held());
        QuarkusTransaction.requiringNew().run(() -> freezer.freeze(planted.project(), Optional.empty(), Instant.now()));
    }

    private TrainingRun generated(Project project, ModelVersion model, String prompt) {
        GeneratePrompt asked = new GeneratePrompt(UUID.randomUUID().toString(), List.of(Message.user(prompt)));
        return requested(project, new GenerateRecipe(List.of(asked), 2, SamplingSettings.plain(16), "hone", 8), model);
    }

    /** Fine-tuning whose samples before and after are answers to the held prompt. */
    private TrainingRun trained(Project project, ModelVersion model, UUID prompt, String mark) {
        TrainingRun run = requested(project, SftRecipe.small(), model);
        int sequence = 1;
        for (String purpose : List.of("before", "after")) {
            RunEvent event = new RunEvent.AnswersSampled(
                    run.id.toString(),
                    sequence,
                    Instant.now(),
                    purpose,
                    Optional.empty(),
                    1,
                    1,
                    List.of(new RunEvent.Sampled(
                            prompt.toString(),
                            0,
                            List.of(Message.user("prompt-held-" + mark)),
                            purpose + "-" + mark,
                            1,
                            3,
                            true)));
            sql.run(
                    "insert into run_event (run_id, sequence, kind, at, body) values (?, ?, 'run.answers', now(), cast(? as jsonb))",
                    run.id,
                    sequence++,
                    Wire.write(event));
        }
        return run;
    }

    private TrainingRun requested(Project project, Recipe recipe, ModelVersion model) {
        return QuarkusTransaction.requiringNew().call(() -> {
            TrainingRun run = runs.request(
                    project,
                    recipe,
                    Optional.empty(),
                    RequestRun.From.policy(model),
                    RequestRun.RequestedBy.by(Optional.empty()),
                    Instant.now());
            // Ended, so that its stream of events ends too.
            run.finishedAt = Instant.now();
            run.outcome = Outcome.SUCCEEDED;
            return run;
        });
    }
}
