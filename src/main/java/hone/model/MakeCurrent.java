package hone.model;

import hone.audit.Audit;
import hone.outbox.Happened;
import hone.outbox.Outbox;
import hone.project.Project;
import hone.web.Conflict;
import hone.web.Invalid;
import hone.web.TextLimits;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Makes a model current: people talk to it, and answers are sampled from it. */
@ApplicationScoped
public class MakeCurrent {
    private final CurrentModel.Repo current;
    private final Audit audit;
    private final Outbox outbox;
    private final Event<ModelMadeCurrent> made;

    MakeCurrent(CurrentModel.Repo current, Audit audit, Outbox outbox, Event<ModelMadeCurrent> made) {
        this.current = current;
        this.audit = audit;
        this.outbox = outbox;
        this.made = made;
    }

    /**
     * @param why shown to everybody beside the change
     * @throws Invalid if the reason is missing or too long
     * @throws Conflict if it is a reward model or current already
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public void make(Project project, ModelVersion model, String why, UUID by, Instant now) {
        if (why.isBlank() || why.length() > TextLimits.SENTENCE) {
            throw Invalid.field(
                    "why",
                    "Say in up to " + TextLimits.SENTENCE
                            + " characters why this model should be current. Nothing was changed yet.");
        }
        if (!model.kind.equals("policy")) {
            throw new Conflict(model.name + " is a reward model: it scores answers and can't be made current. "
                    + "Nothing was changed; choose a policy.");
        }
        if (current.of(project.id)
                .filter(c -> c.modelVersionId.equals(model.id))
                .isPresent()) {
            throw new Conflict(model.name + " is current already. Nothing was changed.");
        }
        current.persistAndFlush(CurrentModel.of(project.id, model.id, by, why, now));
        audit.note(
                Optional.of(by),
                Optional.of(project.id),
                "model.made-current",
                model.id.toString(),
                Map.of("name", model.name, "why", why),
                now);
        outbox.tell(new Happened(
                project.id,
                Happened.MODEL_MADE_CURRENT,
                Map.of("modelId", model.id, "name", model.name, "sha256", model.sha256, "why", why),
                now));
        made.fire(new ModelMadeCurrent(project.id, model.id, Optional.of(by)));
    }
}
