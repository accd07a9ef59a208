package hone.datasets;

import hone.dataset.Dataset;
import hone.dataset.Definition;
import hone.kind.WorkKind;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** What a definition can choose from in a project, in names that people know, and a definition described in such names. */
@ApplicationScoped
class DefinitionChoices {
    private static final int SHOWN_MAX = 200;

    private final Sql sql;

    DefinitionChoices(Sql sql) {
        this.sql = sql;
    }

    /** An option with its id. */
    public record Named(UUID id, String name) {}

    List<Named> guidelines(UUID project) {
        return sql.list(
                """
                select v.id, g.kind, v.number from guideline g join guideline_version v on v.guideline_id = g.id
                where g.project_id = ? order by g.kind, v.number desc limit %d""".formatted(SHOWN_MAX),
                c -> new Named(c.id("id"), WorkKind.of(c.text("kind")).label() + " v" + c.number("number")),
                project);
    }

    List<Named> labelers(UUID project) {
        return sql.list("""
                select l.id, l.display_name from member m join labeler l on l.id = m.labeler_id
                where m.project_id = ? order by l.display_name limit %d""".formatted(SHOWN_MAX), c -> new Named(c.id("id"), c.text("display_name")), project);
    }

    /** A line for each condition: what it restricts, and to which values. */
    public record Line(String about, String chosen, Optional<Instant> at) {
        Line(String about, String chosen) {
            this(about, chosen, Optional.empty());
        }
    }

    List<Line> inWords(Dataset dataset) {
        Definition chosen = dataset.definition;
        List<Line> lines = new ArrayList<>();
        if (!chosen.kinds().isEmpty()) {
            lines.add(new Line(
                    "Kinds",
                    chosen.kinds().stream().map(DefinitionChoices::label).collect(Collectors.joining(", "))));
        }
        chosen.from().ifPresent(from -> lines.add(new Line("Accepted from", "", Optional.of(from))));
        chosen.until().ifPresent(until -> lines.add(new Line("Accepted before", "", Optional.of(until))));
        if (!chosen.guidelines().isEmpty()) {
            lines.add(new Line("Guidelines", names("""
                    select g.kind || ' v' || v.number as name from guideline_version v join guideline g on g.id = v.guideline_id
                    where v.id = any(?) order by 1""", chosen.guidelines())));
        }
        if (!chosen.labelers().isEmpty()) {
            lines.add(new Line(
                    "People",
                    names("select display_name as name from labeler where id = any(?) order by 1", chosen.labelers())));
        }
        if (!chosen.givers().isEmpty()) {
            lines.add(new Line(
                    "Given by",
                    chosen.givers().stream().map(giver -> giver.label()).collect(Collectors.joining(", "))));
        }
        if (!chosen.languages().isEmpty()) {
            lines.add(new Line("Languages", String.join(", ", chosen.languages())));
        }
        if (!chosen.sources().isEmpty()) {
            lines.add(new Line("Sources", String.join(", ", chosen.sources())));
        }
        chosen.weightMin().ifPresent(weight -> lines.add(new Line("Weight", "at least " + weight)));
        return lines;
    }

    private static String label(String kind) {
        return kind.equals(Definition.DOCUMENTS)
                ? "Documents"
                : WorkKind.of(kind).label();
    }

    private String names(String statement, List<UUID> ids) {
        return String.join(", ", sql.list(statement, c -> c.text("name"), (Object) ids.toArray(UUID[]::new)));
    }
}
