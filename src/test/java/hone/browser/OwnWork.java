package hone.browser;

import hone.kind.WorkKind;

/** What a labeler's own page shows after months of work, for pictures: the rows that work leaves, with numbers that are invented. */
final class OwnWork {
    private OwnWork() {}

    static Workplace prepared(RunningHone hone) {
        Workplace place = Gallery.prepared(hone).full();
        Database database = hone.database();
        String slug = place.slug();
        place.admin().post(place.at("/people"), java.util.Map.of("username", "lena"));
        database.run("""
                insert into judged_quarter (labeler_id, quarter, judged, seconds)
                select l.id, date_bin('15 minutes', now(), 'epoch') - n * interval '1 day', 20 + (n * 37) % 90, 900
                from labeler l, generate_series(0, 75) n where l.username = 'lena' and n % 9 <> 6
                on conflict do nothing""");
        database.run("""
                insert into judged_in_all (labeler_id, judged) select id, 12480 from labeler where username = 'lena'
                on conflict (labeler_id) do update set judged = excluded.judged""");
        told(database, slug, WorkKind.COMPARISON, 140, 0.8214);
        told(database, slug, WorkKind.RANKING, 1_044, 0.77);
        told(database, slug, WorkKind.RATING, 31, 0.61);
        database.run("""
                insert into consistency_told (labeler_id, project_id, kind, same, repeats, measured_at)
                select l.id, p.id, ?, 38, 45, now() - interval '20 minutes' from labeler l, project p
                where l.username = 'lena' and p.slug = ? on conflict do nothing""", WorkKind.COMPARISON.wireName(), slug);
        database.run("""
                insert into dataset_labeler (dataset_id, labeler_id, frozen_at, judgments)
                select d.id, l.id, d.created_at, 312 from dataset d join project p on p.id = d.project_id, labeler l
                where p.slug = ? and l.username = 'lena'
                on conflict (dataset_id, labeler_id) do update set judgments = excluded.judgments""", slug);
        database.run("""
                insert into review (judgment_id, project_id, author_id, cause, entered_at, outcome, note, decided_at, reviewer_id)
                select j.id, j.project_id, j.labeler_id, 'sampled', now(), case when row_number() over (order by j.id) = 1 then 'returned' else 'rejected' end,
                  'See K1 and K2: it is funny, but nobody asked for that. And a very long word, donaudampfschifffahrtselektrizitätenhauptbetriebswerk.',
                  now() - interval '3 hours', (select id from labeler where username = 'ada')
                from (select j.* from judgment j join project p on p.id = j.project_id join labeler l on l.id = j.labeler_id
                      where p.slug = ? and l.username = 'lena' and j.withdrawn_at is null order by j.id limit 2) j
                on conflict do nothing""", slug);
        for (String who : new String[] {"ada", "lena", "ada"}) {
            database.run("""
                    insert into judgment_comment (id, project_id, assignment_id, author_id, text, written_at)
                    select ('0199' || left(md5(clock_timestamp()::text), 28))::uuid, r.project_id, j.assignment_id, w.id,
                      case w.username when 'ada' then 'Which **rule** did you think of? It says:\n\n> Someone helps, shares or forgives.'
                        else 'Of K2. I may have read too fast.' end, now() - interval '5 minutes'
                    from (select r.* from review r join project p on p.id = r.project_id where p.slug = ? and r.outcome = 'returned'
                          order by r.judgment_id limit 1) r
                    join judgment j on j.id = r.judgment_id, labeler w where w.username = ?""", slug, who);
        }
        database.run("""
                insert into notice (id, labeler_id, project_id, what, about, at, read_at)
                select gen_random_uuid(), l.id, p.id, w.what, gen_random_uuid(), now() - n * interval '7 hours',
                  case when n > 1 then now() end
                from labeler l, project p, generate_series(0, 3) n, (values ('comment'), ('returned'), ('fixed'), ('rejected'), ('answered')) w (what)
                where l.username = 'lena' and p.slug = ?""", slug);
        return place;
    }

    private static void told(Database database, String slug, WorkKind kind, int compared, double agreement) {
        database.run("""
                insert into quality_told (labeler_id, project_id, kind, compared, agreement, measured_at)
                select l.id, p.id, ?, ?, ?, now() - interval '20 minutes' from labeler l, project p
                where l.username = 'lena' and p.slug = ? on conflict do nothing""", kind.wireName(), compared, agreement, slug);
    }

    /** The comments about a judgment of hers that came back. */
    static String thread(RunningHone hone, Workplace place) {
        return place.at("/comments/"
                + hone.database()
                        .one(
                                "select c.assignment_id::text from judgment_comment c join project p on p.id = c.project_id where p.slug = ? limit 1",
                                place.slug()));
    }
}
