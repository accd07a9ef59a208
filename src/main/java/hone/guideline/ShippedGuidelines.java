package hone.guideline;

import hone.contract.Wire;
import hone.kind.WorkKind;
import hone.project.Project;
import hone.project.ProjectCreated;
import hone.web.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The instructions that ship with Hone, one file per kind of work: the general ones, and in a folder those of the demo. A new
 * project gets each as version 1. A file that has changed since becomes a draft when the app starts; it never overwrites what a
 * person wrote, and never publishes itself.
 */
@ApplicationScoped
class ShippedGuidelines {
    private final Guideline.Repo guidelines;
    private final GuidelineVersion.Repo versions;
    private final GuidelineDraft.Repo drafts;
    private final Project.Repo projects;
    private final EntityManager database;
    private final Sql sql;

    ShippedGuidelines(
            Guideline.Repo guidelines,
            GuidelineVersion.Repo versions,
            GuidelineDraft.Repo drafts,
            Project.Repo projects,
            EntityManager database,
            Sql sql) {
        this.guidelines = guidelines;
        this.versions = versions;
        this.drafts = drafts;
        this.projects = projects;
        this.database = database;
        this.sql = sql;
    }

    void onProject(@Observes ProjectCreated created) {
        Instant now = Instant.now();
        files(created.guidelineSet()).forEach(file -> take(file, created.projectId(), now));
    }

    void onStart(@Observes StartupEvent started) {
        List<String> sets = QuarkusTransaction.requiringNew()
                .call(() -> database.createQuery("select distinct p.guidelineSet from Project p", String.class)
                        .getResultList());
        sets.forEach(set -> takeAll(set, files(set)));
    }

    private static List<Shipped> files(String set) {
        String folder = set.equals(Project.GENERAL) ? "" : set + "/";
        return Arrays.stream(WorkKind.values())
                .map(kind -> new Shipped(kind, text(folder, kind)))
                .toList();
    }

    /** A file as shipped with this build. */
    record Shipped(WorkKind kind, String markdown) {
        String sha256() {
            return Wire.sha256(markdown.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** @param set the guideline set of the projects that the files are for */
    void takeAll(String set, List<Shipped> files) {
        QuarkusTransaction.requiringNew().run(() -> {
            // Several instances start at once; the second finds everything done.
            sql.number("select count(pg_advisory_xact_lock(hashtext('hone.guideline.files')))");
            Instant now = Instant.now();
            for (Project project : projects.list("guidelineSet", set)) {
                files.forEach(file -> take(file, project.id, now));
            }
        });
    }

    private void take(Shipped file, UUID project, Instant now) {
        Optional<Guideline> known = guidelines.of(project, file.kind());
        if (known.isEmpty()) {
            Guideline guideline = Guideline.of(project, file.kind());
            guideline.fileSha256 = file.sha256();
            guidelines.persist(guideline);
            versions.persist(GuidelineVersion.of(
                    guideline.id, 1, file.markdown(), "First version, as it ships with Hone.", null, now));
            return;
        }
        Guideline guideline = known.get();
        if (file.sha256().equals(guideline.fileSha256)) {
            return;
        }
        GuidelineVersion published = versions.history(guideline.id).getFirst();
        Optional<GuidelineDraft> draft = drafts.findByIdOptional(guideline.id);
        if (published.markdown.equals(file.markdown())) {
            guideline.fileSha256 = file.sha256();
        } else if (draft.isEmpty() || draft.get().fromFile()) {
            guideline.fileSha256 = file.sha256();
            drafts.putFile(guideline.id, file.markdown(), published.number, now);
        }
        // A person's draft stays; the file is offered again at a later start, when that draft is published or given up.
    }

    /** A kind that the folder lacks is taken from the general set. */
    private static String text(String folder, WorkKind kind) {
        String own = "/labeling-guidelines/" + folder + kind.guidelineFile();
        String name =
                ShippedGuidelines.class.getResource(own) != null ? own : "/labeling-guidelines/" + kind.guidelineFile();
        try (InputStream in = ShippedGuidelines.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the app was built without " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + name, e);
        }
    }
}
