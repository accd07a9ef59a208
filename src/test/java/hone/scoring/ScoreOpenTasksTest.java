package hone.scoring;

import static hone.scoring.ScoredWorld.asked;
import static org.assertj.core.api.Assertions.assertThat;

import hone.Servers;
import hone.contract.ScorePrompt;
import hone.dataset.DeletionRequests;
import hone.project.Project;
import hone.run.Stage;
import hone.run.TrainingRun;
import hone.web.Sql;
import hone.work.Bench;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which reward model is asked about which answers, and when. */
@QuarkusTest
@WithTestResource(Servers.class)
class ScoreOpenTasksTest {
    private static final Map<String, Double> WORTH = Map.of("alone", -0.5, "home", 1.5);

    @Inject
    Bench bench;

    @Inject
    ScoredWorld world;

    @Inject
    ScoreOpenTasks scoreOpenTasks;

    @Inject
    DeletionRequests deletions;

    @Inject
    Sql sql;

    private final Instant now = Instant.now();
    private Project project;
    private UUID prompt;

    @BeforeEach
    void anOpenTask() {
        project = world.project(1, "lena", "mo");
        prompt = bench.prompt(project, "A fox loses her kite.", "alone", "home");
    }

    private List<String> texts(TrainingRun run) {
        return asked(run).stream()
                .flatMap(one -> one.answers().stream())
                .map(ScorePrompt.Response::text)
                .sorted()
                .toList();
    }

    private long scores() {
        return sql.number(
                "select count(*) from answer_score s join answer_scorer m using (model_version_id) where m.project_id = ?",
                project.id);
    }

    @Test
    void withoutARewardModelNobodyIsAsked() {
        assertThat(world.look(project, now)).isEmpty();
    }

    @Test
    void eachAnswerIsAskedAboutOnceAndFewNewOnesWaitForMore() {
        world.rewardModel(project, "r1");
        TrainingRun run = world.look(project, now).orElseThrow();
        assertThat(run.kind).isEqualTo(Stage.SCORE);
        assertThat(texts(run)).containsExactly("alone", "home");
        assertThat(world.look(project, now)).as("while it runs").isEmpty();

        world.scores(run, 1, WORTH);
        assertThat(scores()).isEqualTo(2);
        assertThat(world.look(project, now)).as("nothing is left").isEmpty();

        bench.prompt(project, "A goat sings.", "alone", "in a choir");
        assertThat(world.look(project, now.plusSeconds(60))).as("one task").isEmpty();
        TrainingRun next = world.look(project, now.plusSeconds(150)).orElseThrow();
        assertThat(texts(next)).containsExactly("alone", "in a choir");

        world.scores(next, 1, WORTH);
        assertThat(scores()).isEqualTo(4);
        assertThat(sql.number(
                        "select count(*) from answer_score s join answer a on a.id = s.answer_id where s.score is null and a.text = ? and s.run_id = ?",
                        "in a choir",
                        next.id))
                .as("what the model can't read is known too")
                .isEqualTo(1);
        assertThat(world.look(project, now.plus(Duration.ofHours(2)))).isEmpty();
    }

    @Test
    void aRunThatFailedIsTriedAgainAnHourLater() {
        world.rewardModel(project, "r1");
        world.fails(world.look(project, now).orElseThrow());

        assertThat(world.look(project, Instant.now())).isEmpty();
        TrainingRun again = world.look(
                        project, Instant.now().plus(ScoreOpenTasks.AGAIN_AFTER).plusSeconds(1))
                .orElseThrow();

        assertThat(texts(again)).containsExactly("alone", "home");
    }

    @Test
    void theThreeNewestAreAskedAndWhatOlderOnesSaidGoes() {
        UUID oldest = world.rewardModel(project, "r1").id;
        world.scores(world.look(project, now).orElseThrow(), 1, WORTH);
        UUID second = world.rewardModel(project, "r2").id;
        UUID third = world.rewardModel(project, "r3").id;
        UUID newest = world.rewardModel(project, "r4").id;

        List<UUID> models = java.util.stream.Stream.generate(() -> world.look(project, now))
                .takeWhile(run -> run.isPresent())
                .map(run -> {
                    world.scores(run.get(), 1, WORTH);
                    return run.get().policyId;
                })
                .toList();

        assertThat(models).containsExactly(newest, third, second);
        assertThat(sql.list(
                        "select distinct s.model_version_id as id from answer_score s join answer a on a.id = s.answer_id where a.prompt_id = ?",
                        c -> c.id("id"),
                        prompt))
                .containsExactlyInAnyOrder(newest, third, second)
                .doesNotContain(oldest);
    }

    @Test
    void onlyProjectsThatWantItAreLookedAt() {
        Project other = bench.project(1, "lena");
        bench.prompt(other, "A fox loses her kite.", "alone", "home");
        world.rewardModel(other, "r1");

        scoreOpenTasks.tick();

        assertThat(sql.number("select count(*) from run where project_id = ?", other.id))
                .isZero();
    }

    @Test
    void aDeletionRequestTakesTheTextsOutOfTheRun() {
        world.rewardModel(project, "r1");
        TrainingRun run = world.look(project, now).orElseThrow();

        QuarkusTransaction.requiringNew()
                .run(() -> deletions.delete(
                        bench.again(project),
                        DeletionRequests.About.PROMPT,
                        prompt,
                        "They asked.",
                        bench.person("ravi"),
                        Instant.now()));

        String recipe = (String) bench.one("select cast(recipe as text) from run where id = ?1", run.id);
        assertThat(recipe).contains(prompt.toString(), "Deleted on request.").doesNotContain("kite", "alone", "home");
        world.scores(run, 1, Map.of("Deleted on request.", 1.0));
        assertThat(scores()).isZero();
    }
}
