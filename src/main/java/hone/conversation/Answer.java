package hone.conversation;

import hone.contract.RunEvent;
import hone.contract.Wire;
import hone.web.Uuid7;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An answer to a prompt and where it came from: an import, a model version with its sampling settings, or a person. */
@Entity
public class Answer {
    @Id
    public UUID id;

    @Column(name = "prompt_id")
    public UUID promptId;

    public String text;

    @Column(name = "text_sha256")
    public String textSha256;

    /** {@code import}, {@code model} or {@code labeler}. */
    public String source;

    @Column(name = "model_version_id")
    public @Nullable UUID modelVersionId;

    @Column(name = "run_id")
    public @Nullable UUID runId;

    public @Nullable Integer k;
    public @Nullable Long seed;
    public @Nullable Double temperature;

    @Column(name = "top_p")
    public @Nullable Double topP;

    public @Nullable Boolean ended;

    @Column(name = "judgment_id")
    public @Nullable UUID judgmentId;

    @Column(name = "import_id")
    public @Nullable UUID importId;

    @Column(name = "source_rank")
    public @Nullable Integer sourceRank;

    @Column(name = "created_at")
    public Instant createdAt;

    private static Answer of(UUID prompt, String text, String source, Instant now) {
        Answer answer = new Answer();
        answer.id = Uuid7.next();
        answer.promptId = prompt;
        answer.text = text;
        answer.textSha256 = textHash(text);
        answer.source = source;
        answer.createdAt = now;
        return answer;
    }

    public static String textHash(String text) {
        return Wire.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    public static Answer imported(UUID prompt, String text, @Nullable UUID importId, Instant now) {
        Answer answer = of(prompt, text, "import", now);
        answer.importId = importId;
        return answer;
    }

    /** A committed sample of a base model, imported with its settings instead of being sampled by a run of ours. */
    public static Answer shipped(
            UUID prompt,
            String text,
            UUID model,
            long seed,
            double temperature,
            double topP,
            boolean ended,
            Instant now) {
        Answer answer = of(prompt, text, "model", now);
        answer.modelVersionId = model;
        answer.seed = seed;
        answer.temperature = temperature;
        answer.topP = topP;
        answer.ended = ended;
        return answer;
    }

    public static Answer sampled(
            UUID prompt, RunEvent.AnswersSampled event, RunEvent.Sampled sample, UUID run, UUID model, Instant now) {
        Answer answer = shipped(
                prompt, sample.text(), model, sample.seed(), event.temperature(), event.topP(), sample.ended(), now);
        answer.runId = run;
        answer.k = sample.k();
        return answer;
    }

    public static Answer written(UUID prompt, String text, UUID judgment, Instant now) {
        Answer answer = of(prompt, text, "labeler", now);
        answer.judgmentId = judgment;
        return answer;
    }

    /** What distinguishes an answer from others, without its text. */
    public record Key(UUID id, String textSha256, Optional<UUID> model) {}

    public Key key() {
        return new Key(id, textSha256, Optional.ofNullable(modelVersionId));
    }

    @ApplicationScoped
    public static class Repo implements PanacheRepositoryBase<Answer, UUID> {
        public List<Answer> to(UUID prompt) {
            return list("promptId = ?1 order by id", prompt);
        }

        /** The answers that one run sampled for one prompt, in order of k. */
        public List<Answer> sampled(UUID run, UUID prompt) {
            return list("runId = ?1 and promptId = ?2 order by k", run, prompt);
        }

        public Optional<Answer> sampled(UUID run, UUID prompt, int k) {
            return find("runId = ?1 and promptId = ?2 and k = ?3", run, prompt, k)
                    .firstResultOptional();
        }
    }
}
