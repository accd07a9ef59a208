-- Imports that are read in the background: how far they are, whether they may go on, and how they ended.
alter table import_batch
    add column lines_read      integer not null default 0,          -- stored; what came after is not
    add column bytes_read      bigint not null default 0,           -- of the file as it was sent
    add column bytes_all       bigint not null default 0,           -- 0: not known
    add column cancel_asked_at timestamptz,
    add column lease_until     timestamptz not null default now(),  -- its reader is gone when this has passed
    add column ended_at        timestamptz,
    add column outcome         text check (outcome in
                                 ('read', 'cancelled', 'hung-up', 'lines', 'time', 'refusals', 'unreadable')),
    add column ended_because   text,
    add column fields_left_out text[] not null default '{}';        -- fields without text that nothing reads
update import_batch set ended_at = imported_at, outcome = 'read';
alter table import_batch add check ((ended_at is null) = (outcome is null));
create index import_batch_by_project on import_batch (project_id, id desc);

-- What is worth knowing about a line that was taken.
create table import_remark (
    import_id uuid not null references import_batch,
    line      integer not null,
    remark    text not null,
    primary key (import_id, line, remark)
);

create index task_by_origin on task (origin, origin_id);

-- A prompt that a model could not be asked, so that sampling takes the next one. A shorter limit may make room for it.
create table prompt_set_aside (
    prompt_id           uuid not null references prompt,
    model_version_id    uuid not null references model_version,
    run_id              uuid not null references run,
    response_tokens_max integer not null,
    reason              text not null,
    set_aside_at        timestamptz not null,
    primary key (prompt_id, model_version_id)
);
create index prompt_set_aside_by_run on prompt_set_aside (run_id);
create index prompt_set_aside_by_model on prompt_set_aside (model_version_id);

-- Work on answers of the current model goes before work on those of older ones by a number that grows; complaints stay on top.
update slot s set priority = 1000000 from task t
where t.id = s.task_id and t.origin = 'feedback' and s.state in ('free', 'taken');
update task set priority = 1000000 where origin = 'feedback';

-- Whose answers a slot asks about, so that work on replaced models is found and closed without a look at all work.
alter table slot add column about_model uuid references model_version;
update slot s set about_model = (
    select max(a.model_version_id::text)::uuid from task_answer ta join answer a on a.id = ta.answer_id
    where ta.task_id = s.task_id)
from task t where t.id = s.task_id and t.origin in ('import', 'model') and s.state in ('free', 'taken');
create index slot_free_about on slot (project_id, about_model) where state = 'free' and about_model is not null;
