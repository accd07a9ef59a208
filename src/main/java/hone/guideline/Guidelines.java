package hone.guideline;

import hone.web.NotFound;
import hone.web.Recent;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** What a guideline version says: for the work pages, which show the version that their assignment was handed out with. */
@ApplicationScoped
public class Guidelines {
    /** A text has at most 40,000 characters; a team uses only a few of them at a time. */
    private static final int REMEMBERED = 100;

    private final Sql sql;
    /** Published versions never change, and every work page shows one. */
    private final Recent<UUID, Text> texts = new Recent<>(REMEMBERED);

    Guidelines(Sql sql) {
        this.sql = sql;
    }

    /**
     * One version with its rules.
     *
     * @param slug of its project
     * @param kind of work it is for
     */
    public record Text(
            UUID versionId, UUID guidelineId, String slug, String kind, int number, String markdown, Rules rules) {}

    /** A rule that somebody's words name. */
    public record Cited(String id, String title, String address) {}

    /** The rules of a version that somebody's words cite. */
    public List<Cited> citedIn(String words, UUID versionId) {
        if (!Rules.mayCite(words)) {
            return List.of();
        }
        Text text = text(versionId);
        String address = "/p/%s/guidelines/%s/versions/%d#".formatted(text.slug(), text.kind(), text.number());
        return text.rules().citedIn(words).stream()
                .map(rule -> new Cited(rule.id(), rule.title(), address + rule.id()))
                .toList();
    }

    public Text text(UUID versionId) {
        return texts.get(versionId, this::read);
    }

    private Text read(UUID versionId) {
        return sql.first(
                        """
                        select v.id, g.id as guideline_id, p.slug, g.kind, v.number, v.markdown from guideline_version v
                        join guideline g on g.id = v.guideline_id join project p on p.id = g.project_id
                        where v.id = ?""",
                        c -> new Text(
                                c.id("id"),
                                c.id("guideline_id"),
                                c.text("slug"),
                                c.text("kind"),
                                (int) c.number("number"),
                                c.text("markdown"),
                                Rules.of(c.text("markdown"))),
                        versionId)
                .orElseThrow(() -> new NotFound("guideline version " + versionId));
    }
}
