-- A project that asks for one comparison a prompt and nothing else. ? is its slug.
create temporary table made on commit drop as
select gen_random_uuid() as project, gen_random_uuid() as guideline, gen_random_uuid() as version, ?::text as slug
;
insert into project (id, slug, name, description, created_at)
select project, slug, 'Comparisons ' || slug, 'Which answer is better?', now() from made
;
insert into asked_work (project_id, kind, enabled, judgments)
select project, k.kind, k.kind = 'comparison', 1
from made cross join (values ('comparison'), ('ranking'), ('rating'), ('correction'), ('demonstration')) as k (kind)
;
insert into guideline (id, project_id, kind) select guideline, project, 'comparison' from made
;
insert into guideline_version (id, guideline_id, number, markdown, note, published_at)
select version, guideline, 1, E'# How to judge\n\n### K1 Answer the request first\nAn answer that ignores what was asked loses.\n', 'first', now()
from made
;
