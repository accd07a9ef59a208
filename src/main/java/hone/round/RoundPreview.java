package hone.round;

import hone.dataset.ComingRows;
import hone.dataset.DatasetFreezer;
import hone.model.ModelVersion;
import hone.project.Project;
import hone.round.RoundPlan.Next;
import hone.round.RoundPlan.StepFact;
import hone.run.TunedModels;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a round started now would leave out, and why: the bars and the plan of a real one, asked about the rows that freezing would
 * make. What can't be known before (the reward model of an earlier round, more judgments than are looked at) is not said.
 */
@ApplicationScoped
public class RoundPreview {
    private static final String ITS_POLICY = "this round’s SFT model";
    private static final String ITS_REWARD = "this round’s reward model";

    private final RoundSettings.Repo settings;
    private final StepModels models;
    private final StepRefusals refusals;
    private final TunedModels tuned;
    private final ComingRows coming;

    RoundPreview(
            RoundSettings.Repo settings,
            StepModels models,
            StepRefusals refusals,
            TunedModels tuned,
            ComingRows coming) {
        this.settings = settings;
        this.models = models;
        this.refusals = refusals;
        this.tuned = tuned;
        this.coming = coming;
    }

    /** @param leftOut why an asked step would be left out */
    public record Line(RoundStep step, boolean asked, Optional<String> leftOut) {}

    /** @param failing why the round would come to nothing; empty when it would not */
    public record Foretold(List<Line> lines, Optional<String> failing) {}

    public Foretold of(Project project) {
        RoundSettings asked = settings.ofProject(project.id);
        Optional<ModelVersion> start = models.policyBefore(project.id, RoundStep.SFT);
        Optional<ModelVersion> current = models.policyBefore(project.id, RoundStep.REWARD);
        if (start.isEmpty() || current.isEmpty()) {
            return new Foretold(lines(asked, List.of()), Optional.of(AdvanceRound.NO_MODEL));
        }
        ComingRows.Count rows = coming.of(project, family(start.get()));
        if (rows.empty()) {
            return new Foretold(
                    lines(asked, List.of()), Optional.of(DatasetFreezer.noRow(rows.ties(), rows.bothBad())));
        }
        List<Line> lines = lines(asked, leftOut(project, asked, current.get(), rows));
        return new Foretold(lines, failing(lines));
    }

    private Set<java.util.UUID> family(ModelVersion model) {
        return refusals.family(model);
    }

    private List<Line> leftOut(Project project, RoundSettings asked, ModelVersion current, ComingRows.Count rows) {
        List<Line> lines = new ArrayList<>();
        Optional<String> sft = known(rows, refusals.noDemonstrations(rows.demonstrations()));
        lines.add(new Line(RoundStep.SFT, asked.sft, sft));
        boolean tunes = asked.sft && sft.isEmpty();
        Optional<String> reward = known(rows, refusals.tooFewPairs(rows.trainingPairs()));
        lines.add(new Line(RoundStep.REWARD, asked.reward, reward));
        String policy = tunes ? ITS_POLICY : current.name;
        lines.add(new Line(
                RoundStep.PPO,
                asked.ppo,
                asked.reward && reward.isEmpty()
                        ? known(rows, refusals.tooFewOfTheFamily(ITS_REWARD, policy, rows.familyPairs()))
                        : noReward(project, tunes, current, policy)));
        return lines;
    }

    /** A lower bound that is below a bar tells nothing. */
    private static Optional<String> known(ComingRows.Count rows, Optional<String> whyNot) {
        return rows.whole() ? whyNot : Optional.empty();
    }

    private Optional<String> noReward(Project project, boolean tunes, ModelVersion current, String policy) {
        return tunes || tuned.rewards(project.id, current).isEmpty()
                ? Optional.of(refusals.noReward(policy))
                : Optional.empty();
    }

    /** Every step in order, those that nothing is known of as taken. */
    private static List<Line> lines(RoundSettings asked, List<Line> known) {
        return java.util.Arrays.stream(RoundStep.values())
                .map(step -> known.stream()
                        .filter(line -> line.step() == step)
                        .map(line -> line.asked() ? line : new Line(step, false, Optional.empty()))
                        .findFirst()
                        .orElseGet(() -> new Line(step, asked.takes(step), Optional.empty())))
                .toList();
    }

    private static Optional<String> failing(List<Line> lines) {
        List<StepFact> facts = lines.stream()
                .map(line -> new StepFact(line.step(), line.asked(), line.leftOut(), List.of()))
                .toList();
        return RoundPlan.next(new RoundPlan.Facts(true, facts)) instanceof Next.Finish end
                        && end.outcome().equals("failed")
                ? end.reason()
                : Optional.empty();
    }
}
