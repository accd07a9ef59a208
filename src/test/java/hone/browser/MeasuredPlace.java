package hone.browser;

import hone.kind.WorkKind;
import java.util.UUID;

/** A project in which much was measured, for pictures: the rows that measuring leaves, with numbers that are invented. */
final class MeasuredPlace {
    private static final String MEASURE = """
            insert into quality_measure (project_id, scope, guideline_version_id, week, kind, form, criterion, judgments, simulated,
              items, estimate, low, high, undefined, raw)
            """;

    private final Database database;
    private final String slug;

    private MeasuredPlace(Database database, String slug) {
        this.database = database;
        this.slug = slug;
    }

    static Workplace prepared(RunningHone hone) {
        Workplace place = Workplace.with(hone, 2, "lena", "ravi").asksEveryKind();
        MeasuredPlace measured = new MeasuredPlace(hone.database(), place.slug());
        measured.computed();
        measured.comparisons();
        measured.others();
        measured.people();
        return place;
    }

    /** In an hour, so that nobody measures what is really there in between. */
    private void computed() {
        database.run("""
                insert into quality_computed (project_id, computed_at, judgments, repeat_same, repeat_opposite, repeat_tie)
                select id, now() + interval '1 hour', 12480, 97, 18, 9 from project where slug = ?
                on conflict (project_id) do update set computed_at = excluded.computed_at, judgments = excluded.judgments,
                  repeat_same = excluded.repeat_same, repeat_opposite = excluded.repeat_opposite, repeat_tie = excluded.repeat_tie""", slug);
    }

    private void comparisons() {
        String kind = WorkKind.COMPARISON.wireName();
        database.run(MEASURE + """
                select id, 'project', null, null, ?, 'preference', '', 8120, 310, 3904, 0.58, 0.55, 0.61, null, 0.78
                from project where slug = ?""", kind, slug);
        database.run(MEASURE + """
                select id, 'week', null, date '2026-09-07' + 7 * n, ?, 'preference', '', 900 - 40 * n, 0, case n when 3 then 12 else 400 - 20 * n end,
                  0.42 + 0.02 * n, 0.36 + 0.02 * n, 0.48 + 0.02 * n, null, 0.7 + 0.01 * n
                from project, generate_series(0, 9) n where slug = ?""", kind, slug);
        for (int version = 2; version <= 4; version++) {
            database.run("""
                    insert into guideline_version (id, guideline_id, number, markdown, note, published_at)
                    select ?, g.id, ?, '# How to judge', 'What a kind ending is, with examples.', now() - interval '40 days' + ? * interval '7 days'
                    from guideline g join project p on p.id = g.project_id where p.slug = ? and g.kind = ?""", UUID.randomUUID(), version, version, slug, kind);
        }
        database.run(MEASURE + """
                select p.id, 'guideline', v.id, null, ?, 'preference', '', 2100, 0, case v.number when 4 then 17 else 1000 end,
                  m.mean, m.mean - 0.05, m.mean + 0.05, null, 0.75
                from project p join guideline g on g.project_id = p.id and g.kind = ?
                join guideline_version v on v.guideline_id = g.id
                join (values (1, 0.47), (2, 0.61), (3, 0.52), (4, 0.55)) m (number, mean) on m.number = v.number
                where p.slug = ?""", kind, kind, slug);
    }

    private void others() {
        database.run(MEASURE + """
                select id, 'project', null, null, ?, 'order', '', 90, 0, 44, -0.04, -0.12, 0.05, null, 0.33 from project where slug = ?""", WorkKind.RANKING.wireName(), slug);
        database.run(MEASURE + """
                select id, 'project', null, null, ?, 'scale', 'Helpfulness', 210, 0, 100, 0.83, 0.81, 0.88, null, 0.71
                from project where slug = ?""", WorkKind.RATING.wireName(), slug);
        database.run(MEASURE + """
                select id, 'project', null, null, ?, 'flag', 'Contains a donaudampfschifffahrtselektrizitätenhauptbetriebswerk', 210, 0, 100,
                  null, null, null, 'all ratings are the same, so no disagreement is expected', 1
                from project where slug = ?""", WorkKind.RATING.wireName(), slug);
    }

    private void people() {
        database.run("""
                insert into labeler (id, username, display_name, simulated, created_at)
                values (gen_random_uuid(), 'script-of-' || ?, 'Script of pictures', true, now())""", slug);
        database.run("""
                insert into quality_labeler (project_id, labeler_id, kind, judgments, compared, agreement, left_share, left_of,
                  longer_share, longer_of, tie_share, tie_of, seconds, seconds_low, seconds_high, repeat_same, repeat_opposite, repeat_tie)
                select p.id, l.id, ?, w.judgments, w.compared, w.agreement, w.onleft, w.judgments, 0.55, w.judgments, 0.09, w.judgments, 41, 38, 45,
                  w.same, w.opposite, w.opposite
                from project p, (values ('lena', 1402, 1380, 0.81, 0.5, 88, 7), ('ravi', 610, 498, 0.64, 0.71, 9, 2), ('script-of-' || ?, 12, 9, 0.5, 0.5, 0, 0))
                  w (username, judgments, compared, agreement, onleft, same, opposite)
                join labeler l on l.username = w.username where p.slug = ?""", WorkKind.COMPARISON.wireName(), slug, slug);
    }
}
