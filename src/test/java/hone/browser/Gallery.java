package hone.browser;

import hone.contract.PpoRecipe;
import hone.contract.RewardRecipe;
import hone.contract.SftRecipe;
import hone.run.TrainerDouble;
import hone.run.TrainingEvents;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Two projects to look at: one in which everything has happened, with texts longer than anybody likes; one with nothing. */
record Gallery(Workplace full, Workplace empty) {
    private static final String LONG_WORD =
            "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
    private static final String LONG =
            "Mira had a red kite, and one windy day its string broke near the mill. ".repeat(12) + LONG_WORD
                    + "\n\n- first, a list\n- then `code`\n\n```\nint answer = 42; // and a line that is longer than a narrow screen can show\n```\n";

    static Gallery prepared(RunningHone hone) {
        Workplace full = Workplace.with(hone, 2, "lena", "ravi");
        full.asksEveryKind()
                .asks("Tell a story about a boat.")
                .asks("Write about " + LONG)
                .asks("Compare " + LONG, "One. " + LONG, "Two. " + LONG)
                .asks("Which is kinder?", "Mira laughed.", "Nobody came.")
                .asksForARanking("Rank " + LONG, "One. " + LONG, "Two.", "Three. " + LONG, "Four.")
                .asks("Correct " + LONG, "Wrong. " + LONG);
        full.imports(List.of("not json " + LONG_WORD, "{\"prompt\": 3}"));
        full.hasABaseModel();
        Visitor lena = hone.visit("lena");
        lena.go(full.at("/work/demonstration"));
        lena.page().getByLabel("Your answer").fill("The boat came home. " + LONG);
        lena.leads(() -> lena.press("Control+Enter"));
        lena.go(full.at("/work/comparison"));
        lena.press("1", "r");
        lena.type("A draft that was begun");
        lena.press("Control+s");
        try (TrainerDouble trainer = full.trainer()) {
            full.admin().post(full.at("/rounds"), Map.of());
            hone.database().awaitThat("the round is over", """
                    select 1 from round rd join project p on p.id = rd.project_id
                    where rd.finished_at is not null and p.slug = '%s'""".formatted(full.slug()));
        }
        addRewardAndPpo(hone.database(), full);
        addAFailedRound(hone.database(), full);
        return new Gallery(full, Workplace.with(hone, 1));
    }

    /** What these few judgments are too few for: the round as if it had gone on. */
    private static void addRewardAndPpo(Database database, Workplace full) {
        String sft = full.slug() + "-sft-1";
        PlayedRun reward = PlayedRun.of(full, database, RewardRecipe.small(), sft);
        reward.begins(12);
        reward.tells(TrainingEvents.scored(reward.id().toString()));
        reward.makes(full, full.slug() + "-reward-1", "reward");
        PlayedRun ppo = PlayedRun.of(full, database, PpoRecipe.small(), sft);
        ppo.begins(10);
        ppo.tells(TrainingEvents.bent(ppo.id().toString()));
        database.run("""
                update run set reward_id = (select id from model_version where name = ?) where id = ?""", full.slug() + "-reward-1", ppo.id());
        ppo.makes(full, full.slug() + "-ppo-1", "policy");
        database.run("""
                update round_stage set left_out = null where round_id in (
                  select rd.id from round rd join project p on p.id = rd.project_id where p.slug = ?)""", full.slug());
    }

    /** On the same dataset, broken off in its second step. */
    private static void addAFailedRound(Database database, Workplace full) {
        database.run("""
                insert into round (id, project_id, number, started_at, dataset_id, finished_at, outcome)
                select ?, rd.project_id, 2, now(), rd.dataset_id, now(), 'failed' from round rd join project p on p.id = rd.project_id
                where p.slug = ?""", UUID.randomUUID(), full.slug());
        PlayedRun.of(full, database, SftRecipe.small(), "base-of-" + full.slug())
                .makes(full, full.slug() + "-sft-2", "policy");
        PlayedRun reward = PlayedRun.of(full, database, RewardRecipe.small(), full.slug() + "-sft-2");
        reward.begins(12);
        String why = "The disk is full: 0.2 GB free, 1.1 GB needed. Free some space.";
        reward.ends("failed", why);
        database.run("""
                update round set reason = ?
                where number = 2 and project_id = (select id from project where slug = ?)""", "Reward model, run " + reward.number() + ", failed: " + why, full.slug());
    }

    /** Every page that an admin finds from here by links stands in one of these or is reached from one. */
    List<String> beginnings() {
        return List.of(
                "/home", "/projects", "/keys", full.at(""), full.at("/rounds"), full.at("/models"), empty.at(""));
    }

    /** Of a task that nobody can be handed any more: what is behind the others is hidden from whoever may judge them. */
    String aLineage(RunningHone hone) {
        String task = full.at("/tasks/" + hone.database().list("""
                        select t.id from task t join project p on p.id = t.project_id
                        where p.slug = ? and t.origin = 'model' order by t.id""", full.slug()).getFirst());
        full.admin().post(task + "/close", Map.of());
        return task + "/lineage";
    }
}
