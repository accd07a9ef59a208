package hone.guideline;

import hone.web.NotFound;
import io.quarkus.hibernate.orm.panache.Panache;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** What a guideline version says: for the pages of work, which show the version that their assignment was handed out with. */
@ApplicationScoped
public class Guidelines {
    /**
     * One version with its rules.
     *
     * @param slug of its project
     * @param kind of work it is for
     */
    public record Text(UUID versionId, String slug, String kind, int number, String markdown, Rules rules) {}

    public Text text(UUID versionId) {
        return Panache.getEntityManager()
                .createQuery("""
                        select v.id, p.slug, g.kind, v.number, v.markdown from GuidelineVersion v
                        join Guideline g on g.id = v.guidelineId join Project p on p.id = g.projectId where v.id = ?1""", Object[].class)
                .setParameter(1, versionId)
                .getResultStream()
                .map(row -> new Text(
                        (UUID) row[0],
                        (String) row[1],
                        (String) row[2],
                        (Integer) row[3],
                        (String) row[4],
                        Rules.of((String) row[4])))
                .findFirst()
                .orElseThrow(() -> new NotFound("guideline version " + versionId));
    }
}
