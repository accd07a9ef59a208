package hone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.Wire;
import hone.imports.ImportPrompts;
import hone.labeler.Labeler;
import hone.model.CurrentModel;
import hone.model.ModelVersion;
import hone.project.CreateProject;
import hone.project.Member;
import hone.project.Project;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The demo project before anybody has worked on it: what the base model sampled are its first tasks. */
@ApplicationScoped
class SampledProject {
    static final String SLUG = "kind-endings";
    static final String MODEL = "hone-base";
    private static final String SAMPLES = "samples.jsonl";
    private static final List<String> PEOPLE =
            List.of("lena", "ravi", "ada", "anna", "ben", "carla", "leftie", "longwind");
    private static final Logger LOG = Logger.getLogger(SampledProject.class);

    private final Project.Repo projects;
    private final Member.Repo members;
    private final Labeler.Repo labelers;
    private final ModelVersion.Repo models;
    private final CurrentModel.Repo current;
    private final CreateProject creation;
    private final ImportPrompts prompts;
    private final Sql sql;

    SampledProject(
            Project.Repo projects,
            Member.Repo members,
            Labeler.Repo labelers,
            ModelVersion.Repo models,
            CurrentModel.Repo current,
            CreateProject creation,
            ImportPrompts prompts,
            Sql sql) {
        this.projects = projects;
        this.members = members;
        this.labelers = labelers;
        this.models = models;
        this.current = current;
        this.creation = creation;
        this.prompts = prompts;
        this.sql = sql;
    }

    /** @return whether this call created the project */
    boolean make(Path place) throws IOException {
        byte[] manifest = Files.readAllBytes(place.resolve("manifest.json"));
        String template = chatTemplate(place);
        boolean made = QuarkusTransaction.requiringNew().call(() -> {
            sql.number("select count(pg_advisory_xact_lock(hashtext('hone.demo')))");
            if (projects.count() > 0) {
                return false;
            }
            Instant now = Instant.now();
            ModelVersion model = models.byHash(null, Wire.sha256(manifest)).orElseGet(() -> {
                ModelVersion added = ModelVersion.base(MODEL, Wire.sha256(manifest), template, now);
                models.persist(added);
                return added;
            });
            Project project = Project.named(SLUG, "Kind endings", null, now);
            project.guidelineSet = SLUG;
            project.description = "Short answers that keep to the question, end kindly and stay coherent.";
            creation.create(project, now);
            PEOPLE.forEach(person -> members.add(Member.of(project.id, labelers.known(person, now).id, null, now)));
            current.persist(CurrentModel.of(project.id, model.id, null, "The base model that ships with Hone.", now));
            return true;
        });
        Optional<Project> project = projects.find("slug", SLUG).firstResultOptional();
        // A start that died during the import is completed by the next one: importing again adds nothing twice.
        boolean unfinished = project.isPresent() && project.get().createdBy == null && !imported(project.get());
        if (made || unfinished) {
            importSamples(project.orElseThrow(), place);
        }
        return made;
    }

    private boolean imported(Project project) {
        return sql.first(
                        "select id from import_batch where project_id = ? and file_name = ? and prompts_new + prompts_old > 0 limit 1",
                        c -> c.id("id"),
                        project.id,
                        SAMPLES)
                .isPresent();
    }

    private void importSamples(Project project, Path place) throws IOException {
        Path samples = place.resolve(SAMPLES);
        if (!Files.exists(samples)) {
            LOG.warnf(
                    "There is no %s: the demo project starts without tasks. Import prompts to give it some.", samples);
            return;
        }
        prompts.read(project, samples, Optional.empty(), MODEL);
        LOG.infof("The demo project %s is ready.", project.slug);
    }

    private static String chatTemplate(Path place) throws IOException {
        Path config = place.resolve("tokenizer_config.json");
        JsonNode json = Files.exists(config)
                ? Wire.mapper().readTree(Files.readAllBytes(config))
                : Wire.mapper().createObjectNode();
        return json.path("hone_chat_template").asText("document");
    }
}
