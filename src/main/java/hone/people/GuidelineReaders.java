package hone.people;

import hone.kind.WorkKind;
import hone.web.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Who has confirmed which version of a project's guidelines.
 *
 * @param kinds of work that have a guideline
 * @param lines one per member, with a cell for each kind
 */
record GuidelineReaders(List<WorkKind> kinds, List<Line> lines) {
    /** What one member has confirmed. */
    record Line(String person, List<Cell> cells) {}

    /** @param read 0 if none */
    record Cell(WorkKind kind, int read, int newest) {
        public boolean isNewest() {
            return read == newest;
        }
    }

    /** By SQL: guidelines depend on projects, so projects must not depend on guidelines. */
    @ApplicationScoped
    static class Query {
        private static final int PEOPLE_MAX = 1000;

        private final Sql sql;

        Query(Sql sql) {
            this.sql = sql;
        }

        private record Row(String username, String person, Cell cell) {}

        GuidelineReaders of(UUID project) {
            List<Row> rows = sql.list(
                    """
                    select l.username, l.display_name, g.kind, newest.number,
                      (select coalesce(max(r.number), 0) from guideline_acknowledged a
                         join guideline_version r on r.id = a.version_id
                         where a.labeler_id = l.id and r.guideline_id = g.id) as read
                    from (select * from member where project_id = ? limit %d) m join labeler l on l.id = m.labeler_id
                    join guideline g on g.project_id = m.project_id
                    join lateral (select max(number) number from guideline_version v where v.guideline_id = g.id) newest
                      on newest.number is not null
                    order by lower(l.display_name), l.username,
                      array_position(cast(? as text[]), g.kind)""".formatted(PEOPLE_MAX),
                    c -> new Row(
                            c.text("username"),
                            c.text("display_name"),
                            new Cell(WorkKind.of(c.text("kind")), (int) c.number("read"), (int) c.number("number"))),
                    project,
                    WorkKind.names().toArray(String[]::new));
            Map<String, List<Cell>> byUser = new LinkedHashMap<>();
            Map<String, String> names = new LinkedHashMap<>();
            rows.forEach(row -> {
                byUser.computeIfAbsent(row.username(), u -> new ArrayList<>()).add(row.cell());
                names.put(row.username(), row.person());
            });
            List<WorkKind> kinds = byUser.values().stream()
                    .limit(1)
                    .flatMap(List::stream)
                    .map(Cell::kind)
                    .toList();
            List<Line> lines = byUser.entrySet().stream()
                    .map(e -> new Line(names.getOrDefault(e.getKey(), e.getKey()), e.getValue()))
                    .toList();
            return new GuidelineReaders(kinds, lines);
        }
    }
}
