package hone.project;

import hone.web.NotFound;
import hone.web.Uuid7;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One goal, its instructions, its people and its models. */
@Entity
public class Project {
    /** Guidelines that name no subject. */
    public static final String GENERAL = "general";

    @Id
    public UUID id;

    /** The name in addresses: lower case letters, digits, single hyphens. */
    public String slug;

    public String name;
    public String description;

    @Column(name = "answers_per_prompt")
    public int answersPerPrompt;

    @Column(name = "ranking_size")
    public int rankingSize;

    @Column(name = "lease_minutes")
    public int leaseMinutes;

    @Column(name = "held_out_percent")
    public int heldOutPercent;

    @Column(name = "rationale_required")
    public boolean rationaleRequired;

    public double temperature;

    @Column(name = "top_p")
    public double topP;

    @Column(name = "response_tokens_max")
    public int responseTokensMax;

    /** Judgments of one person in 24 hours; 0: any number. */
    @Column(name = "daily_max")
    public int dailyMax;

    @Column(name = "guideline_required")
    public boolean guidelineRequired;

    /** Of some kind of work; which one its quiz says. */
    @Column(name = "quiz_required")
    public boolean quizRequired;

    /** For some kind of work; which one {@code gold_minimum} says. */
    @Column(name = "gold_required")
    public boolean goldRequired;

    /** Whether some kind of work goes to groups alone. */
    public boolean grouped;

    /** Whether reward models say what they expect of open tasks before people judge them. */
    public boolean scored;

    @Column(name = "review_policy")
    public String reviewPolicy;

    @Column(name = "review_percent")
    public int reviewPercent;

    @Column(name = "label_weights")
    public String labelWeights;

    @Column(name = "label_right_percent")
    public int labelRightPercent;

    @Column(name = "preference_scan")
    public String preferenceScan;

    /** Of what is handed out, how much has an answer that is known. */
    @Column(name = "gold_percent")
    public int goldPercent;

    /** Of the comparisons that are handed out, how many come again. */
    @Column(name = "repeat_percent")
    public int repeatPercent;

    @Column(name = "repeat_after_days")
    public int repeatAfterDays;

    /** By its word; who trains its models. */
    public String engine;

    /** Which shipped guidelines it begins with: {@link #GENERAL}, or a folder of {@code labeling-guidelines}. */
    @Column(name = "guideline_set")
    public String guidelineSet;

    @Column(name = "created_by")
    public @Nullable UUID createdBy;

    @Column(name = "created_at")
    public Instant createdAt;

    public static Project named(String slug, String name, @Nullable UUID createdBy, Instant now) {
        Project project = new Project();
        project.id = Uuid7.next();
        project.slug = slug;
        project.name = name;
        project.description = "";
        project.answersPerPrompt = 4;
        project.rankingSize = 4;
        project.leaseMinutes = 30;
        project.heldOutPercent = 10;
        project.temperature = 1;
        project.topP = 1;
        project.responseTokensMax = 96;
        project.reviewPolicy = ReviewPolicy.NONE.word();
        project.reviewPercent = 10;
        project.labelWeights = LabelWeighing.Policy.OFF.word();
        project.labelRightPercent = 50;
        project.preferenceScan = ScanPolicy.ON.word();
        project.repeatAfterDays = 7;
        project.engine = TrainingEngine.DEFAULT.word();
        project.guidelineSet = GENERAL;
        project.createdBy = createdBy;
        project.createdAt = now;
        return project;
    }

    public Eligibility eligibility() {
        return new Eligibility(dailyMax, guidelineRequired);
    }

    public Repeats repeats() {
        return new Repeats(repeatPercent, repeatAfterDays);
    }

    public KindRules kindRules() {
        return new KindRules(quizRequired, goldRequired, grouped);
    }

    public ReviewRule review() {
        return new ReviewRule(ReviewPolicy.named(reviewPolicy).orElseThrow(), reviewPercent);
    }

    public void review(ReviewRule rule) {
        reviewPolicy = rule.policy().word();
        reviewPercent = rule.percent();
    }

    public LabelWeighing labelWeighing() {
        return LabelWeighing.of(labelWeights, labelRightPercent);
    }

    public void labelWeighing(LabelWeighing weighing) {
        labelWeights = weighing.policy().word();
        labelRightPercent = weighing.rightPercent();
    }

    public ScanPolicy scan() {
        return ScanPolicy.of(preferenceScan);
    }

    public void scan(ScanPolicy policy) {
        preferenceScan = policy.word();
    }

    public TrainingEngine trainingEngine() {
        return TrainingEngine.named(engine).orElseThrow();
    }

    @ApplicationScoped
    public static class Repo implements PanacheRepositoryBase<Project, UUID> {
        /** The project if this person is a member or {@code everywhere} (an admin, a program) may see all; otherwise it is not there. */
        public Project visible(String slug, UUID labeler, Sight sight) {
            if (!Slug.isOne(slug)) {
                throw new NotFound("project");
            }
            Optional<Project> found = sight == Sight.ALL
                    ? find("slug", slug).firstResultOptional()
                    : find(
                                    "slug = ?1 and id in (select m.projectId from Member m where m.labelerId = ?2)",
                                    slug,
                                    labeler)
                            .firstResultOptional();
            return found.orElseThrow(() -> new NotFound("project " + slug));
        }

        /** For callers who may see every project. */
        public Optional<Project> named(String slug) {
            return find("slug", slug).firstResultOptional();
        }

        public List<Project> visibleTo(UUID labeler, Sight sight) {
            return sight == Sight.ALL
                    ? list("order by name")
                    : list("id in (select m.projectId from Member m where m.labelerId = ?1) order by name", labeler);
        }
    }

    /** How far a person sees. */
    public enum Sight {
        /** Only projects they are a member of. */
        OWN,
        /** Every project: admins and programs. */
        ALL
    }
}
