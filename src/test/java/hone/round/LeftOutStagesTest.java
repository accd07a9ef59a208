package hone.round;

import static org.assertj.core.api.Assertions.assertThat;

import hone.CircleRows;
import hone.Servers;
import hone.contract.Kind;
import hone.contract.RunCommand;
import hone.contract.RunCommand.RunRequested;
import hone.model.ModelVersion;
import hone.project.Project;
import hone.run.TrainerDouble;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.security.TestSecurity;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What makes a round leave a stage out, and what it begins with then. Only the training is played. */
@QuarkusTest
@WithTestResource(Servers.class)
@TestSecurity(user = "ada", roles = "admin")
class LeftOutStagesTest {
    @Inject
    CircleRows rows;

    @Inject
    PlayedRounds rounds;

    @Test
    void ppoIsLeftOutWhenTheRewardModelKnowsTooFewAnswersOfThePolicysFamily() {
        Project project = rows.project();
        ModelVersion base = rows.base(project);
        ModelVersion earlier = rows.trained(project, project.slug + "-sft-0", base);
        UUID lena = rounds.judged(project, earlier, PlayedRounds.FAMILY_PAIRS_MIN - 1);
        // The base's own answers are no answers of the family that was made from it.
        rows.compared(project, lena, rows.prompt(project, "And the base?"), base, 20);
        for (String before : List.of("/rounds", "")) {
            PlayedRounds.page(
                    project,
                    before,
                    "<dt>PPO</dt><dd><b>Left out.</b> Training against a reward model needs 200 pairs in which people compared two "
                            + "answers of the family of this round’s SFT model; this round’s reward model was trained on 199.",
                    "<dt>Reward model</dt><dd>included</dd>");
        }

        try (TrainerDouble trainer = rounds.trainer(project)) {
            rounds.succeeds(project, 1);

            assertThat(trainer.heard()).hasSize(3);
            assertThat(PlayedRounds.asked(trainer, 2).inputs().policy())
                    .isEqualTo(PlayedRounds.reference(rounds.model(project, "sft-1")));
        }
        PlayedRounds.page(
                project,
                "/rounds/1",
                "PPO was left out.",
                "Training against a reward model needs 200 pairs in which people compared two answers of the family of "
                        + project.slug + "-sft-1",
                "was trained on 199.",
                "It is done: " + project.slug + "-sft-1 was trained on dataset 1");
    }

    @Test
    void withFewPairsThereIsNoRewardModelAndWithoutOneNoPpo() {
        Project project = rows.project();
        rounds.judged(project, rows.base(project), 49);
        PlayedRounds.page(
                project,
                "/rounds",
                "<dt>SFT</dt><dd>included</dd>",
                "<b>Left out.</b> A reward model is trained from 50 pairs on; this dataset has 49 to train on.",
                "<b>Left out.</b> There is no reward model that was trained from what this round’s SFT model goes back to");

        try (TrainerDouble trainer = rounds.trainer(project)) {
            rounds.succeeds(project, 1);

            assertThat(trainer.heard().stream().map(LeftOutStagesTest::kind)).containsExactly("sft", "generate");
        }
        PlayedRounds.page(
                project,
                "/rounds/1",
                "A reward model is trained from 50 pairs on; this dataset has 49 to train on.",
                "There is no reward model that was trained from what " + project.slug + "-sft-1 goes back to");
    }

    @Test
    void withoutSftTheRewardModelStartsFromTheCurrentModel() {
        Project project = rows.project();
        ModelVersion earlier = rounds.tuned(project);
        rounds.judged(project, earlier, 50);
        rounds.makeCurrent(project, earlier, "It was better.");
        rounds.choose(project, Map.of("reward", "on"));
        PlayedRounds.page(
                project,
                "/rounds",
                "<dt>SFT</dt><dd><span class=\"second\">Switched off</span>",
                "<dt>Reward model</dt><dd>included");

        try (TrainerDouble trainer = rounds.trainer(project)) {
            rounds.succeeds(project, 1);

            assertThat(trainer.heard().stream().map(LeftOutStagesTest::kind)).containsExactly("reward");
            assertThat(PlayedRounds.asked(trainer, 0).inputs().policy()).isEqualTo(PlayedRounds.reference(earlier));
        }
        PlayedRounds.page(project, "/rounds/1", "no new policy was trained on dataset 1");
    }

    private static String kind(RunCommand command) {
        return Kind.nameOf(((RunRequested) command).recipe());
    }
}
