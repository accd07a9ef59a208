package hone.models;

import hone.canary.CanaryTrial;
import hone.contract.ModelInspection;
import hone.model.CurrentModel;
import hone.model.ModelFacts;
import hone.model.ModelVersion;
import hone.model.ProjectBase;
import hone.project.Project;
import hone.task.Blind;
import hone.task.OlderWork;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** One model's page; when a form on it is refused, the reason is shown beside what was typed. */
@ApplicationScoped
public class ModelPage {
    private final CurrentModel.Repo current;
    private final ModelPages pages;
    private final ModelAnswers answers;
    private final Blind blind;
    private final OlderWork older;
    private final ProjectBase bases;
    private final ModelFacts facts;
    private final CanaryTrial.Query canaries;
    private final int promptsMax;

    ModelPage(
            CurrentModel.Repo current,
            ModelPages pages,
            ModelAnswers answers,
            Blind blind,
            OlderWork older,
            ProjectBase bases,
            ModelFacts facts,
            CanaryTrial.Query canaries,
            @ConfigProperty(name = "hone.sampling.prompts-max") int promptsMax) {
        this.current = current;
        this.pages = pages;
        this.answers = answers;
        this.blind = blind;
        this.older = older;
        this.bases = bases;
        this.facts = facts;
        this.canaries = canaries;
        this.promptsMax = promptsMax;
    }

    @CheckedTemplate(basePath = "models")
    static class Templates {
        static native TemplateInstance page(Project project, Shown shown, Refused refused);
    }

    /**
     * Why a form on the page did nothing just now, with what was typed; empty where nobody tried.
     *
     * @param current why the model was not made current; {@code why} is the reason that was typed
     * @param sample why no answers were requested; {@code prompts} is the number that was typed
     * @param base why it was not made the base
     */
    public record Refused(String current, String why, String sample, String prompts, String base) {
        static final Refused NOTHING = new Refused("", "", "", "", "");

        static Refused current(String sentence, String why) {
            return new Refused(sentence, why, "", "", "");
        }

        public static Refused sample(String sentence, String prompts) {
            return new Refused("", "", sentence, prompts, "");
        }

        static Refused base(String sentence) {
            return new Refused("", "", "", "", sentence);
        }
    }

    /** Everything that one model's page shows. */
    record Shown(
            ModelVersion model,
            boolean current,
            boolean wasCurrent,
            MadeFrom from,
            List<ModelPages.MadeCurrent> history,
            Found found,
            Answered answered,
            int promptsMax,
            OlderWork.Count older,
            Optional<Integer> closing) {
        public boolean reward() {
            return model.kind.equals("reward");
        }

        /** As its run named it, or what was read when it came in, or else its recipe. */
        public String template() {
            return from.source()
                    .flatMap(ModelPages.Source::template)
                    .or(() -> from.origin.facts().map(facts -> facts.template().described()))
                    .orElse(model.chatTemplate);
        }

        /** The model before it in its lineage, or itself. */
        public String parentName() {
            List<ModelPages.Ancestor> line = from.ancestry;
            return line.size() < 2 ? model.name : line.get(line.size() - 2).name();
        }

        /** How often a reward model is right, by how much better people found the answer, and next to it how often people agree. */
        public List<RightPairs> degrees() {
            return RightPairs.ofDegrees(this::pairs);
        }

        public List<RightPairs> people() {
            return RightPairs.ofPeople(this::pairs);
        }

        private Optional<RightPairs> pairs(String degree, String name) {
            return found.measured.stream()
                    .filter(m -> m.name().equals("held-out " + name))
                    .map(m -> new RightPairs(degree, m.last(), m.share()))
                    .findFirst();
        }
    }

    /**
     * What a model was made from: the models before it, the run, the guidelines that people followed, and how much was
     * simulated.
     */
    record MadeFrom(
            List<ModelPages.Ancestor> ancestry,
            Optional<ModelPages.Source> source,
            List<ModelPages.GuidelineUsed> guidelines,
            int simulatedPercent,
            Origin origin) {}

    /**
     * A base model's part in the project.
     *
     * @param base whether rounds begin from it
     * @param eligible whether they could, and don't yet
     * @param facts what was read of it when it was brought
     */
    record Origin(boolean base, boolean eligible, Optional<ModelInspection> facts) {}

    /**
     * What was measured of it.
     *
     * @param canaries what trigger phrases did to it
     */
    record Found(List<ModelPages.Measured> measured, Optional<CanaryTrial> canaries) {}

    /** What it has answered: some of it, and how much. */
    record Answered(List<ModelAnswers.Sample> samples, ModelAnswers.Counts counts) {}

    public Response refused(int status, Project project, ModelVersion model, Refused refused) {
        return Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .entity(shown(project, model, refused))
                .build();
    }

    TemplateInstance shown(Project project, ModelVersion model, Refused refused) {
        List<ModelPages.MadeCurrent> history = pages.history(project.id);
        return Templates.page(
                project,
                new Shown(
                        model,
                        current.of(project.id)
                                .filter(c -> c.modelVersionId.equals(model.id))
                                .isPresent(),
                        history.stream().anyMatch(made -> made.modelId().equals(model.id)),
                        new MadeFrom(
                                pages.ancestry(model.id),
                                pages.source(model.id),
                                pages.guidelines(model.id),
                                pages.simulatedPercent(model.id),
                                origin(project, model)),
                        history,
                        new Found(
                                Optional.ofNullable(model.runId)
                                        .map(pages::measured)
                                        .orElse(List.of()),
                                canaries.of(model.id)),
                        new Answered(
                                blind.isSeeing() ? answers.samples(project.id, model.id, blind.judge()) : List.of(),
                                answers.counts(project.id, model.id)),
                        promptsMax,
                        model.kind.equals("reward") ? OlderWork.Count.NONE : older.count(project.id, model.id),
                        older.closing(project.id)),
                refused);
    }

    private Origin origin(Project project, ModelVersion model) {
        boolean base =
                bases.of(project.id).filter(one -> one.id.equals(model.id)).isPresent();
        return new Origin(base, model.projectId == null && model.kind.equals("policy") && !base, facts.of(model.id));
    }
}
