package hone.demo;

import hone.export.TakeInProject;
import hone.export.TakenIn;
import hone.labeler.ArrivePeople;
import hone.labeler.Labeler;
import hone.project.Member;
import hone.project.Project;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The demo project as it ships: simulated people have judged, a round has trained on that, and its model's answers wait to be
 * compared. Whoever signs in first finds work worth doing, and something on every page.
 */
@ApplicationScoped
class ShippedProject {
    /** Those whom the archive does not name, since it holds simulated people only. */
    private static final List<String> PEOPLE = List.of("lena", "ravi", "ada");

    private static final int SECONDS_MAX = 600;
    private static final Logger LOG = Logger.getLogger(ShippedProject.class);

    private final TakeInProject takeIn;
    private final Project.Repo projects;
    private final Member.Repo members;
    private final Labeler.Repo labelers;

    ShippedProject(TakeInProject takeIn, Project.Repo projects, Member.Repo members, Labeler.Repo labelers) {
        this.takeIn = takeIn;
        this.projects = projects;
        this.members = members;
        this.labelers = labelers;
    }

    /** Takes it in, unless it is here; its slug. */
    String takeIn(Path archive) throws IOException {
        Instant began = Instant.now();
        try (InputStream content = Files.newInputStream(archive)) {
            TakenIn taken = QuarkusTransaction.requiringNew()
                    .timeout(SECONDS_MAX)
                    .call(() -> withMembers(takeIn.read(content, ArrivePeople.Names.OF_HERE, Optional.empty())));
            LOG.infof(
                    "%d rows taken in within %d ms",
                    taken.rows(), Duration.between(began, Instant.now()).toMillis());
            taken.remarks().forEach(remark -> LOG.infof("The demo project: %s", remark));
            return taken.slug();
        }
    }

    private TakenIn withMembers(TakenIn taken) {
        Instant now = Instant.now();
        Project project = projects.find("slug", taken.slug()).singleResult();
        PEOPLE.forEach(person -> members.add(Member.of(project.id, labelers.known(person, now).id, null, now)));
        return taken;
    }
}
