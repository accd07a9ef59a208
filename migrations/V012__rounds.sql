-- One word for one turn of the circle, here as everywhere: a round.
alter table iteration rename to round;
-- What a round does one after another are stages; a training run has steps.
alter table iteration_step rename to round_stage;
alter table round_stage rename column iteration_id to round_id;
alter table round_stage rename column step to stage;
alter table round_stage rename column skipped to left_out;
alter table run rename column iteration_id to round_id;
alter index iteration_one_at_a_time rename to round_one_at_a_time;
alter index run_by_iteration rename to run_by_round;
do $$
declare old record;
begin
    for old in select conrelid::regclass as renamed, conname from pg_constraint where conname like '%iteration%' loop
        execute format('alter table %s rename constraint %I to %I', old.renamed, old.conname, replace(replace(old.conname, 'iteration_step', 'round_stage'), 'iteration', 'round'));
    end loop;
end $$;

-- What a project's rounds do, a row a stage. One without a row is taken, by the recipe for the small base model.
create table stage_setting (
    project_id uuid not null references project,
    stage      text not null check (stage in ('sft', 'reward', 'ppo', 'generate')),
    taken      boolean not null,
    recipe     jsonb check (recipe is null or stage <> 'generate'), -- null: the one for the small base model
    updated_by uuid references labeler,
    updated_at timestamptz not null,
    primary key (project_id, stage)
);
insert into stage_setting (project_id, stage, taken, recipe, updated_by, updated_at)
select s.project_id, t.stage, t.taken, t.recipe, s.updated_by, s.updated_at from round_settings s
cross join lateral (values ('sft', s.sft, s.sft_recipe), ('reward', s.reward, s.reward_recipe), ('ppo', s.ppo, s.ppo_recipe),
                           ('generate', s.generate, null)) t (stage, taken, recipe);
drop table round_settings;
update text_draft set place = left(place, -length('steps')) || 'stages' where place like '/p/%/rounds/steps';

-- What the trainer measured, a row a number: every page reads it here. With the step before the name, the first and the last
-- report of a run are found by the key, however many there are.
create table measurement (
    run_id   uuid not null references run,
    split    text not null,                      -- 'train' over the steps of training, else an evaluation's name: 'held-out' …
    step     bigint not null,
    name     text not null,                      -- the trainer's own: 'loss', 'objective/kl' …
    value    double precision not null,
    n        bigint check (n >= 0),              -- rows, pairs or answers that it is taken over; null where that was not told
    sequence bigint not null,                    -- of the event that told it: of a step that a restart repeats the later counts
    primary key (run_id, split, step, name)
);
insert into measurement (run_id, split, step, name, value, n, sequence)
select distinct on (e.run_id, split, e.step, m.key)
       e.run_id, case when e.kind = 'run.step' then 'train' else e.body ->> 'name' end as split, e.step, m.key, m.value::text::double precision,
       case when e.kind = 'run.step' then
                case when r.kind = 'ppo' and (m.key like 'objective/%' or m.key like 'response/%')
                     then (r.recipe ->> 'rolloutsPerIteration')::bigint end
            when m.key = 'loss' then
                coalesce(case when jsonb_typeof(e.body -> 'rows') = 'array' then jsonb_array_length(e.body -> 'rows') end,
                         (e.body -> 'metrics' ->> 'rows')::double precision, (e.body -> 'metrics' ->> 'groups')::double precision)
            when m.key = 'accuracy' or m.key like 'accuracy/%' then (e.body -> 'metrics' ->> ('pairs' || substr(m.key, 9)))::double precision
            when m.key like 'people/%' then (e.body -> 'metrics' ->> 'people/pairs')::double precision
            when m.key like 'score/%' then (e.body -> 'metrics' ->> 'samples')::double precision
       end::bigint, e.sequence
from run_event e join run r on r.id = e.run_id cross join lateral jsonb_each(e.body -> 'metrics') m
where e.kind in ('run.step', 'run.evaluation') and e.step is not null and jsonb_typeof(m.value) = 'number'
order by e.run_id, split, e.step, m.key, e.sequence desc;
