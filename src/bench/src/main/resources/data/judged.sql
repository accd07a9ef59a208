-- Every task of a project judged once by one of twenty people, as the app would have left it. ? is the project's slug.
insert into labeler (id, username, display_name, created_at)
select gen_random_uuid(), 'data-labeler-' || n, 'Labeler ' || n, now() from generate_series(0, 19) n on conflict (username) do nothing
;
create temporary table done on commit drop as
select t.id as task, t.prompt_id as prompt, t.project_id as project, row_number() over (order by t.id) as n,
       one.answer_id as first, two.answer_id as second
from project p join task t on t.project_id = p.id
join task_answer one on one.task_id = t.id and one.position = 0
join task_answer two on two.task_id = t.id and two.position = 1
where p.slug = ?
;
alter table done add column id uuid, add column labeler uuid
;
-- UUIDv7 as the app makes them: they sort by time.
update done d set
    id = (lpad(to_hex((extract(epoch from now()) * 1000)::bigint - 2000000 + d.n), 12, '0') || '7' || lpad(to_hex(d.n % 4096), 3, '0')
          || '8' || substr(md5(d.n::text || d.project::text), 1, 15))::uuid,
    labeler = l.id
from (select id, username from labeler) l where l.username = 'data-labeler-' || d.n % 20
;
create temporary table under on commit drop as
select v.id as version from guideline g join guideline_version v on v.guideline_id = g.id where g.project_id = (select project from done limit 1)
;
insert into assignment (id, task_id, slot_number, labeler_id, guideline_version_id, seed, handed_at, state, closed_at)
select id, task, 1, labeler, version, n, now() - interval '30 seconds', 'judged', now() from done cross join under order by n
;
insert into assignment_answer (assignment_id, position, answer_id)
select id, p, case when (n + p) % 2 = 0 then first else second end from done cross join generate_series(0, 1) p order by n, p
;
insert into judgment (id, assignment_id, project_id, task_id, prompt_id, labeler_id, kind, verdict, verdict_version, seconds, simulated, judged_at, accepted_at)
select id, id, project, task, prompt, labeler, 'comparison',
    jsonb_build_object('kind', 'preferred', 'chosen', first, 'rejected', second, 'degree', (array['SLIGHTLY', 'BETTER', 'MUCH'])[1 + n % 3]),
    1, 30, false, now(), now()
from done order by n
;
update slot s set state = 'judged' from done d where s.task_id = d.task
;
