package hone.training;

import hone.contract.DatasetRef;
import hone.contract.Recipe;
import hone.contract.UnreadableMessage;
import hone.dataset.Dataset;
import hone.dataset.DatasetPublisher;
import hone.model.ModelVersion;
import hone.project.Project;
import hone.run.RequestRun;
import hone.run.RequestRun.From;
import hone.run.RequestRun.RequestedBy;
import hone.run.Stage;
import hone.run.TrainingRun;
import hone.web.Complaints;
import hone.web.Conflict;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;

/** Starts a single training stage outside a round: checks it, publishes its dataset, then requests the run. */
@ApplicationScoped
public class TrainByHand {
    private static final Duration SENT_WITHIN = Duration.ofSeconds(5);

    private final ModelVersion.Repo models;
    private final StageRecipes recipes;
    private final StageRefusals refusals;
    private final DatasetPublisher publisher;
    private final RequestRun requests;

    TrainByHand(
            ModelVersion.Repo models,
            StageRecipes recipes,
            StageRefusals refusals,
            DatasetPublisher publisher,
            RequestRun requests) {
        this.models = models;
        this.recipes = recipes;
        this.refusals = refusals;
        this.publisher = publisher;
        this.requests = requests;
    }

    /**
     * The choices, by name.
     *
     * @param reward the reward model for PPO and GRPO; ignored by recipes that follow none
     * @param recipe JSON, complete or just the settings to change; blank for what the project sets or what suits the model
     */
    public record Chosen(Stage stage, String policy, String reward, String recipe) {}

    /** A checked run, ready to be requested. */
    public record Ready(Project project, Recipe recipe, DatasetRef data, From from) {}

    /**
     * Call this outside a transaction: publishing the dataset needs its own.
     *
     * @throws hone.web.Invalid with a sentence for each invalid field
     * @throws Conflict if the stage would be useless, or the dataset can't be published now
     */
    public Ready ready(Project project, Dataset dataset, Chosen chosen) {
        Complaints.Collector complaints = new Complaints.Collector();
        Optional<ModelVersion> policy = model(project, chosen.policy(), "policy", complaints);
        Recipe usual = policy.map(model -> recipes.of(project.id, chosen.stage(), model, Optional.of(dataset)))
                .orElseGet(() -> StageSettings.small(chosen.stage()));
        Recipe recipe = recipe(usual, chosen.recipe(), complaints);
        Optional<ModelVersion> reward =
                recipe.followsReward() ? model(project, chosen.reward(), "reward", complaints) : Optional.empty();
        complaints.throwIfAny();
        From from = new From(policy.orElseThrow(), reward);
        refusals.whyNot(recipe, dataset, from.policy(), reward).ifPresent(sentence -> {
            throw new Conflict("Nothing was requested. " + sentence);
        });
        return new Ready(project, recipe, published(dataset), from);
    }

    @Transactional(Transactional.TxType.MANDATORY)
    public TrainingRun request(Ready ready, Optional<UUID> by, Instant now) {
        return requests.request(
                ready.project(), ready.recipe(), Optional.of(ready.data()), ready.from(), RequestedBy.by(by), now);
    }

    private Optional<ModelVersion> model(Project project, String name, String kind, Complaints.Collector complaints) {
        Optional<ModelVersion> model = models.named(project.id, name).filter(m -> m.kind.equals(kind));
        if (model.isEmpty()) {
            complaints.add(kind, "There is no such model in this project. Choose one of the list.");
        }
        return model;
    }

    private static Recipe recipe(Recipe usual, String typed, Complaints.Collector complaints) {
        try {
            return typed.isBlank() ? usual : RecipeText.over(usual, typed);
        } catch (UnreadableMessage e) {
            WrongSettings.note(complaints, "recipe", e);
            return usual;
        }
    }

    /** Datasets are sent one at a time; one that was frozen a moment ago is usually sent within a second. */
    private DatasetRef published(Dataset dataset) {
        try {
            Instant until = Instant.now().plus(SENT_WITHIN);
            Optional<DatasetRef> sent = publisher.publish(dataset.id);
            while (sent.isEmpty() && Instant.now().isBefore(until)) {
                TimeUnit.MILLISECONDS.sleep(100);
                sent = publisher.publish(dataset.id);
            }
            return sent.orElseThrow(() -> waiting(dataset));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw waiting(dataset);
        } catch (KafkaException e) {
            throw new Conflict("Dataset " + dataset.number + " could not be published: Kafka does not answer. "
                    + "The dataset is kept and is published by itself when Kafka is back; start the run again then.");
        }
    }

    private static Conflict waiting(Dataset dataset) {
        return new Conflict("Dataset " + dataset.number
                + " waits to be published: a dataset is being sent just now. Nothing was requested; try again in a few "
                + "seconds.");
    }
}
