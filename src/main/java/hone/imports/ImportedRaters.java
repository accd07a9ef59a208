package hone.imports;

import hone.audit.Audit;
import hone.web.NotFound;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The raters named in imported files, and the people here that they were matched with. */
@ApplicationScoped
class ImportedRaters {
    private static final int SHOWN_MAX = 200;

    private final Sql sql;
    private final Audit audit;

    ImportedRaters(Sql sql, Audit audit) {
        this.sql = sql;
        this.audit = audit;
    }

    /** @param person the id of the matched person; empty: nobody */
    record Rater(UUID id, String name, String nature, long judgments, String person) {
        /** A description of a rater that is not a person. */
        public String natureLabel() {
            return switch (nature) {
                case "model" -> "A model";
                case "simulated" -> "Simulated";
                default -> "";
            };
        }

        public String tone() {
            return nature.equals("simulated") ? "simulated" : "line";
        }
    }

    record Person(UUID id, String name, String username) {
        public boolean isChosen(String other) {
            return id.toString().equals(other);
        }
    }

    /** Raters with the most judgments first. */
    List<Rater> of(UUID project) {
        return sql.list(
                """
                select id, name, nature, judgments, labeler_id::text as person from imported_rater where project_id = ?
                order by judgments desc, name limit %d""".formatted(SHOWN_MAX),
                c -> new Rater(c.id("id"), c.text("name"), c.text("nature"), c.number("judgments"), c.text("person")),
                project);
    }

    boolean isAny(UUID project) {
        return sql.first("select 1 from imported_rater where project_id = ? limit 1", c -> 1, project)
                .isPresent();
    }

    List<Person> people(UUID project) {
        return sql.list("""
                select l.id, l.display_name, l.username from labeler l
                where l.id in (select labeler_id from member where project_id = ?
                               union select labeler_id from imported_rater where project_id = ?)
                order by l.display_name, l.username""", c -> new Person(c.id("id"), c.text("display_name"), c.text("username")), project, project);
    }

    /** @param person empty removes the match */
    @Transactional
    void match(UUID project, UUID rater, Optional<UUID> person, UUID by) {
        Instant now = Instant.now();
        int changed = sql.run(
                """
                update imported_rater set labeler_id = ?, matched_by = ?, matched_at = ? where id = ? and project_id = ?
                  and (cast(? as uuid) is null or exists (select 1 from labeler l where l.id = ?))""",
                person.orElse(null),
                person.isPresent() ? by : null,
                person.isPresent() ? now : null,
                rater,
                project,
                person.orElse(null),
                person.orElse(null));
        if (changed == 0) {
            throw new NotFound("rater " + rater);
        }
        audit.note(
                Optional.of(by),
                Optional.of(project),
                person.isPresent() ? "rater.matched" : "rater.unmatched",
                rater.toString(),
                person.<Map<String, String>>map(one -> Map.of("person", one.toString()))
                        .orElse(Map.of()),
                now);
    }
}
