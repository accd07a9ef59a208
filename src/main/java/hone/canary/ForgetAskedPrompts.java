package hone.canary;

import hone.judgment.JudgmentsDeleted;
import hone.run.ForgetDeletedTexts;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.UUID;

/** A prompt was asked with a phrase, under an id of its own: on request what runs hold of that goes too. */
@ApplicationScoped
class ForgetAskedPrompts {
    private final Sql sql;
    private final ForgetDeletedTexts texts;

    ForgetAskedPrompts(Sql sql, ForgetDeletedTexts texts) {
        this.sql = sql;
        this.texts = texts;
    }

    void onDeleted(@Observes JudgmentsDeleted deleted) {
        List<UUID> asked = sql.list(
                "select asked_as from canary_question where prompt_id = any (?)", c -> c.id("asked_as"), (Object)
                        deleted.prompts());
        texts.forget(deleted.project(), asked);
    }
}
