-- The past of one project; see hone.devstack.history.WorkHistory. The row of `history` holds its measures.
-- Ids are UUIDv7 as the app makes them: they sort by time. `kind` tells the rows of one number apart.
create function pg_temp.uid(began bigint, step double precision, salt text, kind text, n bigint) returns uuid language sql immutable as
$$ select (lpad(to_hex(began + (n * step)::bigint), 12, '0') || '7' || kind || '8' || salt || lpad(to_hex(n), 12, '0'))::uuid $$
;
insert into labeler (id, username, display_name, created_at)
select pg_temp.uid(h.began, 1, h.salt, '001', p.place), p.username, p.username, to_timestamp(h.began / 1000.0)
from history h cross join history_person p on conflict (username) do nothing
;
update history_person p set id = l.id from labeler l where l.username = p.username
;
insert into project (id, slug, name, description, created_at)
select pg_temp.uid(h.began, 1, h.salt, '002', 0), h.slug, 'Endings of ' || h.slug, 'Which answer ends well?', to_timestamp(h.began / 1000.0)
from history h
;
insert into member (project_id, labeler_id, added_at)
select pg_temp.uid(h.began, 1, h.salt, '002', 0), p.id, to_timestamp(h.began / 1000.0) from history h cross join history_person p
;
insert into guideline (id, project_id, kind)
select pg_temp.uid(h.began, 1, h.salt, '003', 1), pg_temp.uid(h.began, 1, h.salt, '002', 0), h.kind from history h
;
insert into guideline_version (id, guideline_id, number, markdown, note, published_at)
select pg_temp.uid(h.began, 1, h.salt, '004', 1), pg_temp.uid(h.began, 1, h.salt, '003', 1), 1,
    E'# How to judge\n\nRead both answers first, to their end.\n\n### K1 Answer the request first\nAn answer that ignores what was asked loses.\n\n### K2 Let it end kindly\nSomeone helps, shares or forgives.\n\n### K3 No harm\nWhat hurts someone loses against all else.\n',
    'first', to_timestamp(h.began / 1000.0)
from history h
;
insert into guideline_acknowledged (labeler_id, version_id, at)
select p.id, pg_temp.uid(h.began, 1, h.salt, '004', 1), to_timestamp(h.began / 1000.0)
from history h cross join history_person p
;
-- Four answers a prompt, four pairs of them a prompt.
insert into prompt (id, project_id, messages, schema_version, sha256, created_at)
select pg_temp.uid(h.began, h.step * 4, h.salt, '010', n), pg_temp.uid(h.began, 1, h.salt, '002', 0),
    jsonb_build_array(jsonb_build_object('role', 'user', 'content',
        'Tell me a story about ' || (array['Mira', 'Tom', 'Ida', 'Sam', 'Lea', 'Ben', 'Nora'])[1 + n % 7] || ', a '
        || (array['red', 'blue', 'small', 'lost', 'loud'])[1 + n % 5] || ' ' || (array['kite', 'boat', 'dog', 'drum', 'lamp', 'key'])[1 + n % 6]
        || ' and the number ' || n || '. Let it end well, and say at the end what was learned.')),
    1, encode(sha256(convert_to(h.salt || n, 'UTF8')), 'hex'), to_timestamp(h.began / 1000.0)
from history h cross join generate_series(0, (h.tasks - 1) / 4) n
;
insert into answer (id, prompt_id, text, text_sha256, source, created_at)
select pg_temp.uid(h.began, h.step, h.salt, '011', n), pg_temp.uid(h.began, h.step * 4, h.salt, '010', n / 4),
    t.text, encode(sha256(convert_to(t.text, 'UTF8')), 'hex'), 'import', to_timestamp(h.began / 1000.0)
from history h cross join generate_series(0, ((h.tasks - 1) / 4) * 4 + 3) n
cross join lateral (select 'Once there was somebody who went out in the morning of day ' || n || '. '
    || repeat((array['The wind was strong and the way was long. ', 'A friend came by and asked for help. ', 'Nobody knew what was in the box. '])[1 + n % 3], 2 + n % 5)
    || 'In the end they shared what they had, and it was a good day.' as text) t
;
insert into task (id, project_id, prompt_id, kind, asked, origin, origin_id, part, created_at)
select pg_temp.uid(h.began, h.step, h.salt, '012', n), pg_temp.uid(h.began, 1, h.salt, '002', 0), pg_temp.uid(h.began, h.step * 4, h.salt, '010', n / 4),
    h.kind, h.asked, 'import', h.slug, 1 + n % 4, to_timestamp(h.began / 1000.0)
from history h cross join generate_series(0, h.tasks - 1) n
;
insert into task_answer (task_id, position, answer_id)
select pg_temp.uid(h.began, h.step, h.salt, '012', n), p,
    pg_temp.uid(h.began, h.step, h.salt, '011', n / 4 * 4 + (array[0, 1, 2, 3, 0, 2, 1, 3])[1 + (n % 4) * 2 + p])
from history h cross join generate_series(0, h.tasks - 1) n cross join generate_series(0, 1) p
;
insert into slot (task_id, number, project_id, kind, priority, state)
select pg_temp.uid(h.began, h.step, h.salt, '012', n), k, pg_temp.uid(h.began, 1, h.salt, '002', 0), h.kind, 0,
    case when n < h.judged or n < h.judged + h.ahead and k = 1 then 'judged' else 'free' end
from history h cross join generate_series(0, h.tasks - 1) n cross join generate_series(1, h.asked) k
;
-- One row a past judgment, in the order of time. The first person is the only one who is ahead.
create temporary table history_done on commit drop as
select n, k, pg_temp.uid(h.began, h.step, h.salt, '012', n) as task,
    (n * h.asked + k)::bigint as number, p.id as labeler,
    to_timestamp((h.began + n * h.step) / 1000.0) + k * interval '1 second' as at,
    pg_temp.uid(h.began, h.step, h.salt, '01' || to_hex(8 + k % 8), n) as id,
    pg_temp.uid(h.began, h.step * 4, h.salt, '010', n / 4) as prompt,
    pg_temp.uid(h.began, h.step, h.salt, '011', n / 4 * 4 + (array[0, 1, 2, 3, 0, 2, 1, 3])[1 + (n % 4) * 2]) as first,
    pg_temp.uid(h.began, h.step, h.salt, '011', n / 4 * 4 + (array[0, 1, 2, 3, 0, 2, 1, 3])[2 + (n % 4) * 2]) as second
from history h cross join generate_series(0, h.judged + h.ahead - 1) n cross join generate_series(1, h.asked) k
join history_person p on p.place = case when n < h.judged then (n + k - 1) % (select count(*) from history_person) else 0 end
where n < h.judged or k = 1
;
insert into assignment (id, task_id, slot_number, labeler_id, guideline_version_id, seed, handed_at, state, closed_at)
select d.id, d.task, d.k, d.labeler, pg_temp.uid(h.began, 1, h.salt, '004', 1), d.number, d.at - interval '30 seconds', 'judged', d.at
from history h cross join history_done d
;
insert into assignment_answer (assignment_id, position, answer_id)
select d.id, p, case when (d.number + p) % 2 = 0 then d.first else d.second end from history_done d cross join generate_series(0, 1) p
;
insert into draft (assignment_id, fields, saved_at)
select d.id, jsonb_build_object('choice', jsonb_build_array((array['a3', 'a2', 'a1', 'b1', 'b2', 'b3'])[1 + d.number % 6])), d.at from history_done d
;
insert into judgment (id, assignment_id, project_id, task_id, prompt_id, labeler_id, kind, verdict, verdict_version, seconds, simulated, judged_at, accepted_at)
select d.id, d.id, pg_temp.uid(h.began, 1, h.salt, '002', 0), d.task, d.prompt, d.labeler, h.kind,
    jsonb_build_object('kind', 'preferred', 'chosen', d.first, 'rejected', d.second, 'degree', (array['SLIGHTLY', 'BETTER', 'MUCH'])[1 + d.number % 3]),
    1, 30, false, d.at, d.at
from history h cross join history_done d
;
-- Sent long ago; the payload has about the size of a true one.
insert into outbox (id, topic, key, type, subject, payload, created_at, sent_at)
select d.id, 'judgments', d.prompt::text, 'hone.judgment.accepted', d.id::text,
    jsonb_build_object('kind', 'judgment.accepted', 'judgmentId', d.id, 'taskId', d.task, 'promptId', d.prompt, 'labelerId', d.labeler,
        'prompt', repeat('Tell me a story. ', 8), 'presented', repeat('Once there was somebody. ', 12))::text,
    d.at, d.at
from history_done d order by d.at
;
