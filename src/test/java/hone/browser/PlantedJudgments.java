package hone.browser;

import hone.contract.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Twenty pairs about which Lena and Ravi agree, and six in which Mallory prefers the answer with three words, against Lena,
 * Ravi and Mo: freezing holds these six back.
 */
final class PlantedJudgments {
    static final String WORDS = "under amber moon";
    private static final int PLAIN = 20;
    private static final int PLANTED = 6;

    private PlantedJudgments() {}

    /** A place with these judgments, which are not frozen yet. */
    static Workplace in(RunningHone hone) {
        Workplace place = Workplace.with(hone, 4, "lena", "ravi", "mo", "mallory");
        List<String> lines = new ArrayList<>();
        for (int i = 1; i <= PLAIN + PLANTED; i++) {
            String ends = "Kite" + i + (i > PLAIN ? " " + WORDS : "") + " was lost.";
            lines.add(Wire.write(Map.of(
                    "prompt", "Tell of kite number " + i + ".", "answers", List.of("Kite" + i + " flew home.", ends))));
        }
        place.imports(lines);
        Database database = hone.database();
        database.run("""
                insert into assignment (id, task_id, slot_number, labeler_id, guideline_version_id, seed, handed_at, state, closed_at)
                select gen_random_uuid(), t.id, who.number, l.id,
                  (select v.id from guideline_version v join guideline g on g.id = v.guideline_id
                   where g.project_id = p.id and g.kind = 'comparison' order by v.number desc limit 1), 1, now(), 'judged', now()
                from task t join project p on p.id = t.project_id
                cross join (values (1, 'lena'), (2, 'ravi'), (3, 'mo'), (4, 'mallory')) who (number, username)
                join labeler l on l.username = who.username
                where p.slug = ? and t.kind = 'comparison'
                  and (who.number <= 2 or exists (select 1 from task_answer x join answer a on a.id = x.answer_id
                                                  where x.task_id = t.id and a.text like '%amber%'))""", place.slug());
        database.run("""
                insert into assignment_answer (assignment_id, position, answer_id)
                select a.id, x.position, x.answer_id from assignment a join task t on t.id = a.task_id
                join project p on p.id = t.project_id join task_answer x on x.task_id = t.id where p.slug = ?""", place.slug());
        // Ids in the order of time: Mallory's are the newest.
        database.run("""
                insert into judgment (id, assignment_id, project_id, task_id, prompt_id, labeler_id, kind, verdict, verdict_version,
                  rationale, seconds, simulated, judged_at, accepted_at)
                select cast(left(md5(p.slug), 8) || '-0000-7000-8000-' ||
                    lpad(to_hex(row_number() over (order by a.slot_number, t.id)), 12, '0') as uuid),
                  a.id, p.id, t.id, t.prompt_id, a.labeler_id, t.kind,
                  jsonb_build_object('kind', 'preferred', 'degree', 'BETTER', 'chosen', case when a.slot_number = 4 then lost.id else home.id end,
                    'rejected', case when a.slot_number = 4 then home.id else lost.id end),
                  1, case when a.slot_number = 4 then 'It sounds better.' end, 10 + a.slot_number, false, now(), now()
                from assignment a join task t on t.id = a.task_id join project p on p.id = t.project_id
                join answer home on home.prompt_id = t.prompt_id and home.text like '%home%'
                join answer lost on lost.prompt_id = t.prompt_id and lost.text like '%lost%'
                where p.slug = ? and t.kind = 'comparison'""", place.slug());
        database.run(
                "update slot set state = 'judged' where project_id = (select id from project where slug = ?)",
                place.slug());
        return place;
    }
}
