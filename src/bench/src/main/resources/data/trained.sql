-- A model that was trained on a project's newest dataset, and two hundred tasks about its answers. ? is the project's slug.
create temporary table trained on commit drop as
select p.id as project, d.id as dataset, gen_random_uuid() as run, gen_random_uuid() as model,
       (select id from model_version where project_id is null order by created_at limit 1) as base
from project p join dataset d on d.project_id = p.id where p.slug = ? order by d.number desc limit 1
;
insert into run (id, project_id, number, kind, recipe, dataset_id, policy_id, seed, requested_at, started_at, outcome, finished_at, step, steps)
select run, project, 1, 'sft', '{}', dataset, base, 1, now(), now(), 'succeeded', now(), 10, 10 from trained
;
insert into model_version (id, project_id, name, kind, sha256, parent_id, run_id, chat_template, created_at)
select model, project, 'data-sft-1-' || left(project::text, 8), 'policy', encode(sha256(model::text::bytea), 'hex'), base, run, 'hone', now() from trained
;
create temporary table about on commit drop as
select row_number() over () as n, q.id as prompt, gen_random_uuid() as task, gen_random_uuid() as first, gen_random_uuid() as second
from trained t cross join lateral (select id from prompt where project_id = t.project limit 200) q
;
insert into answer (id, prompt_id, text, text_sha256, source, model_version_id, created_at)
select a.id, prompt, a.text, encode(sha256(convert_to(a.text, 'UTF8')), 'hex'), 'model', model, now()
from trained cross join about cross join lateral (values (first, 'An answer of the model.'), (second, 'Another answer of the model.')) as a (id, text)
;
insert into task (id, project_id, prompt_id, kind, asked, origin, origin_id, created_at)
select task, project, prompt, 'comparison', 1, 'model', run::text, now() from trained cross join about
;
insert into task_answer (task_id, position, answer_id)
select task, a.position, a.id from about cross join lateral (values (0, first), (1, second)) as a (position, id)
;
insert into slot (task_id, number, project_id, kind, priority) select task, 1, project, 'comparison', 1 from trained cross join about
;
