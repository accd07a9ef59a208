package hone.round;

import hone.dataset.ComingRows;
import hone.dataset.DatasetFreezer;
import hone.model.ModelVersion;
import hone.project.Project;
import hone.round.RoundPlan.Next;
import hone.round.RoundPlan.StageFact;
import hone.run.Outcome;
import hone.run.Stage;
import hone.run.TunedModels;
import hone.training.StageModels;
import hone.training.StageRefusals;
import hone.training.StageSettings;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What a round started now would leave out, and why: the thresholds and the plan of a real one, applied to the rows that
 * freezing would make. What can't be known in advance (the reward model of an earlier round, more judgments than are looked at)
 * is not mentioned.
 */
@ApplicationScoped
public class RoundPreview {
    private static final String ITS_POLICY = "this round’s SFT model";
    private static final String ITS_NEWEST = "this round’s newest model";
    private static final String ITS_REWARD = "this round’s reward model";

    private final StageSettings.Repo settings;
    private final StageModels models;
    private final StageRefusals refusals;
    private final TunedModels tuned;
    private final ComingRows coming;

    RoundPreview(
            StageSettings.Repo settings,
            StageModels models,
            StageRefusals refusals,
            TunedModels tuned,
            ComingRows coming) {
        this.settings = settings;
        this.models = models;
        this.refusals = refusals;
        this.tuned = tuned;
        this.coming = coming;
    }

    /** @param leftOut why an enabled stage would be left out */
    public record Line(Stage stage, boolean enabled, Optional<String> leftOut) {}

    /** @param failing why the round would achieve nothing; empty if it would */
    public record Forecast(List<Line> lines, Optional<String> failing) {}

    public Forecast of(Project project) {
        StageSettings plan = settings.ofProject(project.id);
        Optional<ModelVersion> start = models.policy(project.id, List.of(), Stage.SFT);
        Optional<ModelVersion> current = models.policy(project.id, List.of(), Stage.REWARD);
        if (start.isEmpty() || current.isEmpty()) {
            return new Forecast(lines(plan, List.of()), Optional.of(RequestStage.NO_MODEL));
        }
        ComingRows.Count rows = coming.of(project, family(start.get()));
        if (rows.empty()) {
            return new Forecast(lines(plan, List.of()), Optional.of(DatasetFreezer.noRow(rows.ties(), rows.bothBad())));
        }
        List<Line> lines = lines(plan, leftOut(project, plan, current.get(), rows));
        return new Forecast(lines, failing(lines));
    }

    private Set<UUID> family(ModelVersion model) {
        return refusals.family(model);
    }

    private List<Line> leftOut(Project project, StageSettings plan, ModelVersion current, ComingRows.Count rows) {
        List<Line> lines = new ArrayList<>();
        Optional<String> sft = known(rows, refusals.noDemonstrations(rows.demonstrations()));
        lines.add(new Line(Stage.SFT, plan.takes(Stage.SFT), sft));
        boolean tunes = (plan.takes(Stage.SFT) && sft.isEmpty()) || plan.takes(Stage.KTO) || plan.takes(Stage.DPO);
        Optional<String> reward = known(rows, refusals.tooFewPairs(rows.trainingPairs()));
        lines.add(new Line(Stage.REWARD, plan.takes(Stage.REWARD), reward));
        String own = plan.takes(Stage.KTO) || plan.takes(Stage.DPO) ? ITS_NEWEST : ITS_POLICY;
        String policy = tunes ? own : current.name;
        lines.add(new Line(
                Stage.PPO,
                plan.takes(Stage.PPO),
                plan.takes(Stage.REWARD) && reward.isEmpty()
                        ? known(rows, refusals.tooFewOfTheFamily(ITS_REWARD, policy, rows.familyPairs()))
                        : noReward(project, tunes, current, policy)));
        return lines;
    }

    /** A lower bound that is below a threshold says nothing. */
    private static Optional<String> known(ComingRows.Count rows, Optional<String> whyNot) {
        return rows.whole() ? whyNot : Optional.empty();
    }

    private Optional<String> noReward(Project project, boolean tunes, ModelVersion current, String policy) {
        return tunes || tuned.rewards(project.id, current).isEmpty()
                ? Optional.of(refusals.noReward(policy))
                : Optional.empty();
    }

    /** Every stage in order; those that nothing is known about count as taken. */
    private static List<Line> lines(StageSettings plan, List<Line> known) {
        return Stage.ofRounds().stream()
                .filter(stage -> stage.isUsual() || plan.takes(stage))
                .map(stage -> known.stream()
                        .filter(line -> line.stage() == stage)
                        .map(line -> line.enabled() ? line : new Line(stage, false, Optional.empty()))
                        .findFirst()
                        .orElseGet(() -> new Line(stage, plan.takes(stage), Optional.empty())))
                .toList();
    }

    private static Optional<String> failing(List<Line> lines) {
        List<StageFact> facts = lines.stream()
                .map(line -> new StageFact(line.stage(), line.enabled(), line.leftOut(), List.of()))
                .toList();
        return RoundPlan.next(new RoundPlan.Facts(true, facts)) instanceof Next.Finish end
                        && end.outcome() == Outcome.FAILED
                ? end.reason()
                : Optional.empty();
    }
}
