-- What an import adds names rows that were added just before, whose ids follow one another: they are read in one go along the index, where
-- each was looked for from its root. Whatever is not among them is looked up as before, so the answer is the same.

create or replace function answers_have_prompts() returns trigger language plpgsql
    set jit = off set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
    named record;
    lowest uuid;
begin
    -- The first of many; null where they are few.
    select a.prompt_id into lowest from added a where exists (select 1 from added offset 200) limit 1;
    if (lowest is null
            or exists (select 1 from added a where a.prompt_id not in (
                select p.id from prompt p where p.id >= lowest order by p.id limit 8192)))
       and exists (select 1 from added a where not exists (select 1 from prompt p where p.id = a.prompt_id)) then
        raise foreign_key_violation using message = 'an answer names a prompt that is not there';
    end if;
    for named in select distinct import_id, run_id, model_version_id, judgment_id from added loop
        if (named.import_id is not null and not exists (select 1 from import_batch b where b.id = named.import_id))
           or (named.run_id is not null and not exists (select 1 from run r where r.id = named.run_id))
           or (named.model_version_id is not null
               and not exists (select 1 from model_version m where m.id = named.model_version_id))
           or (named.judgment_id is not null and not exists (select 1 from judgment j where j.id = named.judgment_id)) then
            raise foreign_key_violation using message = 'an answer names an import, run, model or judgment that is not there';
        end if;
    end loop;
    return null;
end $$;

create or replace function tasks_have_prompts() returns trigger language plpgsql
    set jit = off set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
    lowest uuid;
begin
    select a.prompt_id into lowest from added a where exists (select 1 from added offset 200) limit 1;
    if (lowest is null
            or exists (select 1 from added a where (a.prompt_id, a.project_id) not in (
                select p.id, p.project_id from prompt p where p.id >= lowest order by p.id limit 8192)))
       and exists (select 1 from added a
                   where not exists (select 1 from prompt p where p.id = a.prompt_id and p.project_id = a.project_id)) then
        raise foreign_key_violation using message = 'a task names a prompt that its project does not have';
    end if;
    return null;
end $$;

create or replace function task_answers_are_there() returns trigger language plpgsql
    set jit = off set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
    lowest record;
begin
    select a.task_id, a.answer_id into lowest from added a where exists (select 1 from added offset 200) limit 1;
    if (lowest.task_id is null
            or exists (select 1 from added a where a.task_id not in (
                select t.id from task t where t.id >= lowest.task_id order by t.id limit 8192)))
       and exists (select 1 from added a where not exists (select 1 from task t where t.id = a.task_id)) then
        raise foreign_key_violation using message = 'a task is said to hold an answer, and one of both is not there';
    end if;
    if (lowest.answer_id is null
            or exists (select 1 from added a where a.answer_id not in (
                select w.id from answer w where w.id >= lowest.answer_id order by w.id limit 8192)))
       and exists (select 1 from added a where not exists (select 1 from answer w where w.id = a.answer_id)) then
        raise foreign_key_violation using message = 'a task is said to hold an answer, and one of both is not there';
    end if;
    return null;
end $$;

create or replace function slots_have_tasks() returns trigger language plpgsql
    set jit = off set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
    lowest uuid;
begin
    select a.task_id into lowest from added a where exists (select 1 from added offset 200) limit 1;
    if ((lowest is null
            or exists (select 1 from added a where (a.task_id, a.project_id) not in (
                select t.id, t.project_id from task t where t.id >= lowest order by t.id limit 8192)))
        and exists (select 1 from added a
                    where not exists (select 1 from task t where t.id = a.task_id and t.project_id = a.project_id)))
       or exists (select 1 from (select distinct about_model from added where about_model is not null) a
                  where not exists (select 1 from model_version m where m.id = a.about_model)) then
        raise foreign_key_violation using message = 'a slot names a task that its project does not have, or a model that is not there';
    end if;
    return null;
end $$;
