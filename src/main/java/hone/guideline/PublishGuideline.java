package hone.guideline;

import hone.audit.Audit;
import hone.web.Complaints;
import hone.web.Conflict;
import hone.web.Invalid;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Publishes the next version of a guideline. */
@ApplicationScoped
public class PublishGuideline {
    private final Guideline.Repo guidelines;
    private final GuidelineVersion.Repo versions;
    private final GuidelineDraft.Repo drafts;
    private final Audit audit;

    PublishGuideline(
            Guideline.Repo guidelines, GuidelineVersion.Repo versions, GuidelineDraft.Repo drafts, Audit audit) {
        this.guidelines = guidelines;
        this.versions = versions;
        this.drafts = drafts;
        this.audit = audit;
    }

    @Transactional(Transactional.TxType.MANDATORY)
    GuidelineVersion version(Guideline guideline, int number, String markdown, String note, UUID by, Instant now) {
        GuidelineVersion version = GuidelineVersion.of(guideline.id, number, markdown, note, by, now);
        versions.persist(version);
        audit.note(
                Optional.of(by),
                Optional.of(guideline.projectId),
                "guideline.published",
                version.id.toString(),
                Map.of("kind", guideline.kind.wireName(), "number", version.number, "note", note),
                now);
        return version;
    }

    /**
     * Publishes without the editor, if nobody has a draft.
     *
     * @param seen receives the newest version while it is locked, and throws if the caller expected another one
     * @throws Invalid if the text or the note is invalid
     * @throws Conflict if somebody has a draft
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public GuidelineVersion next(
            Guideline guideline, Text text, Consumer<GuidelineVersion> seen, UUID by, Instant now) {
        guidelines.hold(guideline.id);
        GuidelineVersion newest = versions.history(guideline.id).getFirst();
        seen.accept(newest);
        Complaints complaints =
                GuidelineText.complaintsAboutVersion(guideline.kind, text.markdown(), text.note(), newest.markdown);
        if (complaints.any()) {
            throw new Invalid(complaints.byField());
        }
        Optional<GuidelineDraft> draft = drafts.findByIdOptional(guideline.id);
        if (draft.filter(d -> !d.fromFile()).isPresent()) {
            throw new Conflict("Somebody is writing the next version in the editor. Nothing was published: publish or "
                    + "discard their draft first.");
        }
        draft.ifPresent(file -> drafts.take(guideline.id, file.baseNumber, file.revision));
        return version(guideline, newest.number + 1, text.markdown(), text.note(), by, now);
    }

    /** The text of the next version, and a sentence about what is new. */
    public record Text(String markdown, String note) {}
}
