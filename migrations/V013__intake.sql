-- Data comes in at speed, and with all that belongs to it: where it is from, what was kept beside it, what somebody already decided.

-- ── what comes with a prompt ───────────────────────────────────────────────────────────────────────────────────────
alter table prompt
    add column source     text,                  -- the data set that it is from
    add column license    text,
    add column language   text,                  -- as its source writes it: en, de-AT
    add column row_number bigint,                -- of the row that brought it, in the file of import_id
    add column metadata   jsonb;                 -- fields that mean nothing here and were kept by choice: an object
alter table answer
    add column model_name text;                  -- whose it is by its source, where that is no model of ours

-- How a prompt is found again by another that says nearly the same: keys of which near duplicates in a project share one with high
-- probability. The first prompt that has a key keeps it, so that a look is one row and never grows. Derived, so without foreign keys.
create table prompt_likeness (
    key       bigint primary key,
    prompt_id uuid not null
);

-- ── what was decided elsewhere ─────────────────────────────────────────────────────────────────────────────────────
-- Who decided, by the name in the source. Matching one with a person of ours is this one row, and so is undoing it.
create table imported_rater (
    id         uuid primary key,
    project_id uuid not null references project,
    name       text not null,
    nature     text not null,                    -- person, model, simulated
    judgments  bigint not null default 0,        -- theirs that stand
    labeler_id uuid references labeler,          -- the person who that was; null: nobody has said so
    matched_by uuid references labeler,
    matched_at timestamptz,
    unique (project_id, name, nature),
    check ((labeler_id is null) = (matched_at is null))
);

-- A judgment that came with a file: data like others, but nobody here was handed a task for it, so it is in no agreement, in no
-- count of anybody's work, and marked wherever it shows.
create table imported_judgment (
    id              uuid primary key,
    project_id      uuid not null references project,
    prompt_id       uuid not null references prompt,
    kind            text not null,               -- of work, by its wire name
    verdict         jsonb not null,              -- as in judgment: answers by their ids
    verdict_version integer not null,
    margin          double precision,            -- how much better as the source counts; the verdict has the nearest degree
    as_given        jsonb,                       -- scales as the source counts, where they are not Hone's 1 to 7
    rater_id        uuid references imported_rater, -- null: the source names nobody
    simulated       boolean not null,            -- a script decided
    weight          double precision not null check (weight >= 0),
    rationale       text,
    rules           text[] not null default '{}',
    seconds         double precision check (seconds >= 0),
    decided_at      timestamptz,                 -- null: the source does not say
    import_id       uuid not null references import_batch,
    row_number      bigint not null,             -- in the file
    fingerprint     uuid not null,               -- of what was decided, by whom and when: the same file again adds nothing
    created_at      timestamptz not null,
    withdrawn_at    timestamptz,                 -- its import was taken back; it stays as a fact
    unique (prompt_id, fingerprint)
);
create index imported_judgment_by_project on imported_judgment (project_id, id) where withdrawn_at is null;
create index imported_judgment_by_import on imported_judgment (import_id, row_number);

-- ── what is known of an import ─────────────────────────────────────────────────────────────────────────────────────
alter table import_batch
    -- What whoever sent it chose: the format, what fields are, what becomes of fields that nothing reads.
    add column choices          jsonb not null
        default '{"uses": {}, "unread": "REFUSE", "nearDuplicates": "TAKE", "decided": "AS_DATA", "purpose": "IMPORT"}',
    add column sample           jsonb,           -- first rows of a file that waits for somebody to start it
    add column begun_at         timestamptz,     -- null: it waits for that
    add column judgments_new    integer not null default 0,
    add column judgments_old    integer not null default 0,
    add column tasks_new        integer not null default 0,
    add column fields_kept      text[] not null default '{}', -- as metadata, by choice or as short facts
    add column near_duplicates  integer not null default 0, -- prompts that say nearly the same as an earlier one
    add column skipped          integer not null default 0; -- those of them that were left out by choice
update import_batch b set begun_at = b.imported_at,
    tasks_new = (select count(*) from task t where t.origin = 'import' and t.origin_id = b.id::text);
alter table import_batch drop constraint import_batch_outcome_check;
alter table import_batch add constraint import_batch_outcome_check check (outcome in
    ('read', 'cancelled', 'hung-up', 'lines', 'time', 'refusals', 'unreadable', 'discarded'));

-- What somebody said the fields of a project's files are, kept for the next file.
create table import_mapping (
    project_id uuid not null references project,
    field      text not null,
    role       text not null,                    -- its use: prompt, system, response, chosen, rejected, keep, leave-out …
    said_by    uuid references labeler,
    said_at    timestamptz not null,
    primary key (project_id, field)
);

-- ── storing at speed ───────────────────────────────────────────────────────────────────────────────────────────────
-- Indexes that another one covers, or that hold rows which nobody looks for by them.
drop index task_by_prompt;                       -- task_once_per_origin begins with the prompt
drop index task_by_project;                      -- lists go by task_by_kind
drop index task_by_origin;                       -- an import keeps count of its tasks
create index task_by_origin on task (origin, origin_id) where origin <> 'import';
drop index answer_by_model;
create index answer_by_model on answer (model_version_id) where model_version_id is not null;
alter table task_answer drop constraint task_answer_task_id_answer_id_key;
drop index task_answer_by_answer;
alter table task_answer add unique (answer_id, task_id);

-- A foreign key is checked a row at a time, which took more than half of the time of an import: sixteen checks for a comparison of
-- two answers. The same is asked here once a statement, of all its rows together, and a little more: that projects agree.
alter table prompt drop constraint prompt_project_id_fkey, drop constraint prompt_import_id_fkey;
alter table answer drop constraint answer_prompt_id_fkey, drop constraint answer_import_id_fkey,
    drop constraint answer_model_version_id_fkey, drop constraint answer_run_id_fkey, drop constraint answer_judgment_id_fkey;
alter table task drop constraint task_prompt_id_fkey, drop constraint task_project_id_fkey;
alter table task_answer drop constraint task_answer_task_id_fkey, drop constraint task_answer_answer_id_fkey;
alter table slot drop constraint slot_task_id_fkey, drop constraint slot_project_id_fkey, drop constraint slot_about_model_fkey;

create function prompts_have_projects() returns trigger language plpgsql
    set jit = off set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
    if exists (select 1 from (select distinct project_id from added) a
               where not exists (select 1 from project p where p.id = a.project_id))
       or exists (select 1 from (select distinct import_id from added where import_id is not null) a
                  where not exists (select 1 from import_batch b where b.id = a.import_id)) then
        raise foreign_key_violation using message = 'a prompt names a project or an import that is not there';
    end if;
    return null;
end $$;
create trigger prompts_have_projects after insert on prompt
    referencing new table as added for each statement execute function prompts_have_projects();

create function answers_have_prompts() returns trigger language plpgsql
    set jit = off set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
    if exists (select 1 from added a where not exists (select 1 from prompt p where p.id = a.prompt_id))
       or exists (select 1 from (select distinct import_id from added where import_id is not null) a
                  where not exists (select 1 from import_batch b where b.id = a.import_id))
       or exists (select 1 from (select distinct run_id from added where run_id is not null) a
                  where not exists (select 1 from run r where r.id = a.run_id))
       or exists (select 1 from (select distinct model_version_id from added where model_version_id is not null) a
                  where not exists (select 1 from model_version m where m.id = a.model_version_id)) then
        raise foreign_key_violation using message = 'an answer names a prompt, import, run or model that is not there';
    end if;
    if exists (select 1 from added a
               where a.judgment_id is not null and not exists (select 1 from judgment j where j.id = a.judgment_id)) then
        raise foreign_key_violation using message = 'an answer names a judgment that is not there';
    end if;
    return null;
end $$;
create trigger answers_have_prompts after insert on answer
    referencing new table as added for each statement execute function answers_have_prompts();

create function tasks_have_prompts() returns trigger language plpgsql
    set jit = off set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
    if exists (select 1 from added a
               where not exists (select 1 from prompt p where p.id = a.prompt_id and p.project_id = a.project_id)) then
        raise foreign_key_violation using message = 'a task names a prompt that its project does not have';
    end if;
    return null;
end $$;
create trigger tasks_have_prompts after insert on task
    referencing new table as added for each statement execute function tasks_have_prompts();

create function task_answers_are_there() returns trigger language plpgsql
    set jit = off set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
    -- Two looks: by one with an "or" a plan may read all tasks and answers.
    if exists (select 1 from added a where not exists (select 1 from task t where t.id = a.task_id))
       or exists (select 1 from added a where not exists (select 1 from answer w where w.id = a.answer_id)) then
        raise foreign_key_violation using message = 'a task is said to hold an answer, and one of both is not there';
    end if;
    return null;
end $$;
create trigger task_answers_are_there after insert on task_answer
    referencing new table as added for each statement execute function task_answers_are_there();

create function slots_have_tasks() returns trigger language plpgsql
    set jit = off set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
    if exists (select 1 from added a
               where not exists (select 1 from task t where t.id = a.task_id and t.project_id = a.project_id))
       or exists (select 1 from (select distinct about_model from added where about_model is not null) a
                  where not exists (select 1 from model_version m where m.id = a.about_model)) then
        raise foreign_key_violation using message = 'a slot names a task that its project does not have, or a model that is not there';
    end if;
    return null;
end $$;
create trigger slots_have_tasks after insert on slot
    referencing new table as added for each statement execute function slots_have_tasks();

-- What these rows name stays, and keeps its name.
create function stays_and_keeps_its_id() returns trigger language plpgsql as $$
begin
    raise foreign_key_violation using message = 'a row of ' || tg_table_name || ' stays, and keeps its id';
end $$;
create trigger prompt_stays before delete on prompt for each row execute function stays_and_keeps_its_id();
create trigger answer_stays before delete on answer for each row execute function stays_and_keeps_its_id();
create trigger task_stays before delete on task for each row execute function stays_and_keeps_its_id();
create trigger prompt_keeps_its_id before update of id, project_id on prompt for each row execute function stays_and_keeps_its_id();
create trigger answer_keeps_its_id before update of id, prompt_id on answer for each row execute function stays_and_keeps_its_id();
create trigger task_keeps_its_id before update of id, project_id, prompt_id on task for each row execute function stays_and_keeps_its_id();
