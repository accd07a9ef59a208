-- The circle's tables. Ids are UUIDv7 made by the app; times are timestamptz; what must never happen is forbidden here.

-- ── people ─────────────────────────────────────────────────────────────────────────────────────────────────────────
create table labeler (
    id           uuid primary key,
    subject      text unique,                    -- the identity provider's subject; null until the first sign-in
    username     text not null unique,
    display_name text not null,
    simulated    boolean not null default false, -- a script, not a person; marked wherever it shows
    theme        text not null default 'system' check (theme in ('system', 'light', 'dark')),
    reading      text not null default 'serif' check (reading in ('serif', 'sans')),
    created_at   timestamptz not null,
    last_seen_at timestamptz
);

create table audit_entry (
    id         uuid primary key,
    at         timestamptz not null,
    labeler_id uuid references labeler,          -- null: Hone itself (a schedule, an event of a run)
    project_id uuid,
    action     text not null,                    -- 'project.created', 'guideline.published', 'model.made-current' …
    subject    text not null,                    -- the id of what it was done to
    detail     jsonb not null default '{}'
);
create index audit_entry_by_project on audit_entry (project_id, at desc);

-- ── rows that wait for Kafka ───────────────────────────────────────────────────────────────────────────────────────
create table outbox (
    sequence   bigint generated always as identity primary key,
    id         uuid not null unique,             -- ce_id: a repetition is recognised by it
    topic      text not null,                    -- without prefix: judgments, runs
    key        text not null,
    type       text not null,
    subject    text not null,
    payload    text not null,
    created_at timestamptz not null,
    sent_at    timestamptz
);
create index outbox_unsent on outbox (sequence) where sent_at is null;

-- ── projects and instructions ──────────────────────────────────────────────────────────────────────────────────────
create table project (
    id                     uuid primary key,
    slug                   text not null unique check (slug ~ '^[a-z0-9](-?[a-z0-9])*$' and length(slug) <= 60),
    name                   text not null check (length(name) between 1 and 120),
    description            text not null default '',
    judgments_per_task     integer not null default 2 check (judgments_per_task between 1 and 20),
    answers_per_prompt     integer not null default 4 check (answers_per_prompt between 2 and 8),
    ranking_size           integer not null default 4 check (ranking_size in (3, 4)),
    lease_minutes          integer not null default 30 check (lease_minutes between 1 and 480),
    held_out_percent       integer not null default 10 check (held_out_percent between 0 and 50),
    rationale_required     boolean not null default false,
    temperature            double precision not null default 1 check (temperature between 0 and 2),
    top_p                  double precision not null default 1 check (top_p > 0 and top_p <= 1),
    response_tokens_max    integer not null default 96 check (response_tokens_max between 1 and 4096),
    created_by             uuid references labeler,
    created_at             timestamptz not null
);

create table member (
    project_id uuid not null references project,
    labeler_id uuid not null references labeler,
    added_by   uuid references labeler,
    added_at   timestamptz not null,
    primary key (project_id, labeler_id)
);
create index member_by_labeler on member (labeler_id);

create table guideline (
    id          uuid primary key,
    project_id  uuid not null references project,
    kind        text not null check (kind in ('comparison', 'ranking', 'correction', 'demonstration')),
    file_sha256 text,                            -- the shipped file as last seen; a change of it becomes a draft
    unique (project_id, kind)
);

create table guideline_version (
    id           uuid primary key,
    guideline_id uuid not null references guideline,
    number       integer not null check (number > 0),
    markdown     text not null,
    note         text not null,
    published_by uuid references labeler,        -- null: the shipped file
    published_at timestamptz not null,
    unique (guideline_id, number)
);

create table guideline_draft (
    guideline_id uuid primary key references guideline,
    markdown     text not null,
    base_number  integer not null,               -- the version it was written over
    origin       text not null check (origin in ('person', 'file')),
    edited_by    uuid references labeler,
    edited_at    timestamptz not null,
    revision     integer not null                -- two people editing: the second names an old one and is told
);

create table guideline_acknowledged (
    labeler_id uuid not null references labeler,
    version_id uuid not null references guideline_version,
    at         timestamptz not null,
    primary key (labeler_id, version_id)
);

-- ── models ─────────────────────────────────────────────────────────────────────────────────────────────────────────
create table model_version (
    id            uuid primary key,
    project_id    uuid references project,       -- null: a base model that every project may start from
    name          text not null,
    kind          text not null check (kind in ('policy', 'reward')),
    sha256        text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    parent_id     uuid references model_version,
    run_id        uuid,                          -- the run that made it; foreign key below
    chat_template text not null,
    created_at    timestamptz not null
);
create unique index model_version_once on model_version (coalesce(project_id, '00000000-0000-0000-0000-000000000000'), sha256);
create unique index model_version_name on model_version (coalesce(project_id, '00000000-0000-0000-0000-000000000000'), name);

-- Every time a model was made current; the newest row counts, so the history is never lost.
create table current_model (
    sequence         bigint generated always as identity primary key,
    project_id       uuid not null references project,
    model_version_id uuid not null references model_version,
    made_by          uuid references labeler,
    made_at          timestamptz not null,
    why              text not null
);
create index current_model_newest on current_model (project_id, sequence desc);

-- ── prompts and answers ────────────────────────────────────────────────────────────────────────────────────────────
create table import_batch (
    id          uuid primary key,
    project_id  uuid not null references project,
    file_name   text not null,
    format      text not null,
    imported_by uuid references labeler,
    imported_at timestamptz not null,
    prompts_new integer not null,
    prompts_old integer not null,
    answers_new integer not null,
    answers_old integer not null,
    refused     integer not null
);
create table import_refusal (
    import_id uuid not null references import_batch,
    line      integer not null,
    reason    text not null,
    row       text not null,
    primary key (import_id, line)
);

create table prompt (
    id             uuid primary key,
    project_id     uuid not null references project,
    messages       jsonb not null,               -- [{role, content}], ends with a user turn
    schema_version integer not null,
    sha256         text not null,                -- over the messages: the same prompt is there once
    import_id      uuid references import_batch,
    source_id      text,                         -- the id it had where it came from
    created_at     timestamptz not null,
    unique (project_id, sha256)
);

create table answer (
    id               uuid primary key,
    prompt_id        uuid not null references prompt,
    text             text not null,
    text_sha256      text not null,
    source           text not null check (source in ('import', 'model', 'labeler')),
    model_version_id uuid references model_version,
    run_id           uuid,                       -- foreign key below
    k                integer,
    seed             bigint,
    temperature      double precision,
    top_p            double precision,
    ended            boolean,
    judgment_id      uuid,                       -- a demonstration or correction that wrote it; foreign key below
    import_id        uuid references import_batch,
    source_rank      integer,                    -- the place it had in an imported ranking, 0 best
    created_at       timestamptz not null,
    check (source <> 'model' or model_version_id is not null),
    check (run_id is null or (k is not null and seed is not null and temperature is not null and top_p is not null))
);
create unique index answer_sampled_once on answer (run_id, prompt_id, k) where run_id is not null;
create unique index answer_imported_once on answer (prompt_id, text_sha256) where source = 'import';
create index answer_by_prompt on answer (prompt_id);
create index answer_by_model on answer (model_version_id);

-- ── work ───────────────────────────────────────────────────────────────────────────────────────────────────────────
create table task (
    id          uuid primary key,
    project_id  uuid not null references project,
    prompt_id   uuid not null references prompt,
    kind        text not null check (kind in ('comparison', 'ranking', 'correction', 'demonstration')),
    asked       integer not null check (asked between 1 and 20),
    origin      text not null check (origin in ('import', 'model', 'both-bad', 'feedback')),
    origin_id   text,                            -- the import, run or judgment it came from
    part        integer not null default 1 check (part > 0), -- one origin may ask for several of a kind: 1, 2 …
    priority    integer not null default 0,      -- higher first
    created_at  timestamptz not null,
    closed_at   timestamptz                      -- withdrawn by an admin; its free slots are gone
);
create index task_by_project on task (project_id, created_at desc);
create index task_by_prompt on task (prompt_id);
create unique index task_once_per_origin on task (prompt_id, kind, origin, origin_id, part);

create table task_answer (
    task_id   uuid not null references task,
    position  integer not null check (position >= 0),
    answer_id uuid not null references answer,
    primary key (task_id, position),
    unique (task_id, answer_id)
);
create index task_answer_by_answer on task_answer (answer_id);

-- Overlap is rows: a task asked n times has n slots, and "never more judgments than asked" can't be broken.
create table slot (
    task_id     uuid not null references task,
    number      integer not null check (number > 0),
    project_id  uuid not null references project,
    kind        text not null,
    priority    integer not null,
    state       text not null default 'free' check (state in ('free', 'taken', 'judged', 'closed')),
    lease_until timestamptz,
    primary key (task_id, number),
    check ((state = 'taken') = (lease_until is not null))
);
create index slot_free on slot (project_id, kind, priority desc, task_id, number) where state = 'free';
create index slot_taken on slot (lease_until) where state = 'taken';

create table assignment (
    id                   uuid primary key,
    task_id              uuid not null,
    slot_number          integer not null,
    labeler_id           uuid not null references labeler,
    guideline_version_id uuid not null references guideline_version,
    seed                 bigint not null,        -- of the presented order
    handed_at            timestamptz not null,
    state                text not null default 'open' check (state in ('open', 'judged', 'skipped', 'expired', 'released')),
    closed_at            timestamptz,
    skip_reason          text,
    skip_note            text,
    foreign key (task_id, slot_number) references slot,
    unique (task_id, labeler_id),
    check ((state = 'open') = (closed_at is null))
);
create unique index assignment_holds_slot on assignment (task_id, slot_number) where state in ('open', 'judged');
create index assignment_open_by_labeler on assignment (labeler_id) where state = 'open';
create index assignment_by_labeler on assignment (labeler_id, handed_at desc);

create table assignment_answer (
    assignment_id uuid not null references assignment,
    position      integer not null check (position >= 0),
    answer_id     uuid not null references answer,
    primary key (assignment_id, position),
    unique (assignment_id, answer_id)
);

create table draft (
    assignment_id uuid primary key references assignment,
    fields        jsonb not null,
    saved_at      timestamptz not null
);

-- What a guideline does not say: asked beside a task, answered by those who write the guideline, for everybody to read.
create table guideline_question (
    id            uuid primary key,
    version_id    uuid not null references guideline_version,
    assignment_id uuid not null references assignment,
    labeler_id    uuid not null references labeler,
    text          text not null check (length(text) between 1 and 2000),
    asked_at      timestamptz not null,
    answer        text check (length(answer) between 1 and 4000),
    answered_by   uuid references labeler,
    answered_at   timestamptz,
    unique (assignment_id, text),                -- the second click of a double click asks nothing
    check ((answer is null) = (answered_at is null))
);
create index guideline_question_by_version on guideline_question (version_id, asked_at desc);

-- ── judgments ──────────────────────────────────────────────────────────────────────────────────────────────────────
create table judgment (
    id              uuid primary key,
    assignment_id   uuid not null references assignment,
    project_id      uuid not null references project,
    task_id         uuid not null references task,
    prompt_id       uuid not null references prompt,
    labeler_id      uuid not null references labeler,
    kind            text not null,
    verdict         jsonb not null,
    verdict_version integer not null,
    rationale       text,
    rules           text[] not null default '{}',
    seconds         integer not null check (seconds >= 0),
    simulated       boolean not null,
    judged_at       timestamptz not null,
    accepted_at     timestamptz,
    withdrawn_at    timestamptz
);
-- An undone judgment stays as a fact; of those that stand there is one an assignment.
create unique index judgment_stands_once on judgment (assignment_id) where withdrawn_at is null;
create index judgment_by_project on judgment (project_id, judged_at desc);
create index judgment_by_labeler on judgment (labeler_id, judged_at desc);
create index judgment_by_task on judgment (task_id);
create index judgment_accepted on judgment (project_id, accepted_at) where accepted_at is not null and withdrawn_at is null;

alter table answer add foreign key (judgment_id) references judgment;

-- ── frozen datasets ────────────────────────────────────────────────────────────────────────────────────────────────
create table dataset (
    id               uuid primary key,
    project_id       uuid not null references project,
    number           integer not null,
    sha256           text not null,
    rows             bigint not null,
    held_out_percent integer not null,
    manifest         jsonb not null,
    created_by       uuid references labeler,
    created_at       timestamptz not null,
    unique (project_id, number)
);

create table dataset_member (
    dataset_id  uuid not null references dataset,
    position    bigint not null,
    judgment_id uuid references judgment,        -- null: a prompt alone
    prompt_id   uuid not null references prompt,
    kind        text not null,
    split       text not null check (split in ('train', 'held-out')),
    weight      double precision not null,
    margin      double precision,
    row         text not null,                   -- the canonical bytes, so that every publication is the same
    primary key (dataset_id, position)
);
create index dataset_member_by_judgment on dataset_member (judgment_id);

-- Which judgments a dataset was frozen from, those without a row (ties) too.
create table dataset_judgment (
    dataset_id           uuid not null references dataset,
    judgment_id          uuid not null references judgment,
    guideline_version_id uuid not null references guideline_version,
    primary key (dataset_id, judgment_id)
);
create index dataset_judgment_by_judgment on dataset_judgment (judgment_id);

create table dataset_publication (
    dataset_id   uuid not null references dataset,
    attempt      integer not null check (attempt > 0),
    started_at   timestamptz not null,
    partition    integer,
    first_offset bigint,
    last_offset  bigint,
    finished_at  timestamptz,
    primary key (dataset_id, attempt),
    check ((finished_at is null) = (last_offset is null))
);

-- ── rounds and runs ────────────────────────────────────────────────────────────────────────────────────────────────
create table iteration (
    id          uuid primary key,
    project_id  uuid not null references project,
    number      integer not null,
    due_at      timestamptz,                     -- null: started by a button
    late        boolean not null default false,
    started_by  uuid references labeler,
    started_at  timestamptz not null,
    dataset_id  uuid references dataset,
    finished_at timestamptz,
    outcome     text check (outcome in ('succeeded', 'failed', 'cancelled')),
    reason      text,
    unique (project_id, number),
    unique (project_id, due_at),
    check ((finished_at is null) = (outcome is null))
);
create unique index iteration_one_at_a_time on iteration (project_id) where finished_at is null;

-- The steps of a round as they were asked for when it started, and why one was left out.
create table iteration_step (
    iteration_id uuid not null references iteration,
    step         text not null check (step in ('sft', 'reward', 'ppo', 'generate')),
    asked        boolean not null,               -- false: switched off in the project's settings
    skipped      text,                           -- why an asked step was left out; null: it is taken in its turn
    again_after  integer not null default 0,     -- failed runs up to this number no longer count: tried again by hand
    primary key (iteration_id, step),
    check (asked or skipped is null)
);

-- What a project's rounds do; without a row they take every step with the settings for the small base model.
create table round_settings (
    project_id    uuid primary key references project,
    sft           boolean not null,
    reward        boolean not null,
    ppo           boolean not null,
    generate      boolean not null,
    sft_recipe    jsonb,                         -- null: the one for the small base model
    reward_recipe jsonb,
    ppo_recipe    jsonb,
    updated_by    uuid references labeler,
    updated_at    timestamptz not null
);

create table schedule (
    project_id  uuid primary key references project,
    day_of_week integer not null check (day_of_week between 1 and 7),  -- ISO: 1 is Monday
    local_time  time not null,
    zone        text not null,
    enabled     boolean not null,
    next_due_at timestamptz not null,
    last_note   text,                            -- why the last due time started no round
    last_due_at timestamptz,
    updated_by  uuid references labeler,
    updated_at  timestamptz not null
);

create table run (
    id              uuid primary key,
    project_id      uuid not null references project,
    number          integer not null,
    kind            text not null check (kind in ('sft', 'reward', 'ppo', 'generate')),
    iteration_id    uuid references iteration,
    recipe          jsonb not null,
    dataset_id      uuid references dataset,
    policy_id       uuid not null references model_version,
    reward_id       uuid references model_version,
    seed            bigint not null,
    requested_by    uuid references labeler,
    requested_at    timestamptz not null,
    cancel_asked_at timestamptz,
    started_at      timestamptz,
    finished_at     timestamptz,
    outcome         text check (outcome in ('succeeded', 'failed', 'cancelled')),
    reason          text,
    cause           text,
    step            bigint,
    steps           bigint,
    unique (project_id, number),
    check ((finished_at is null) = (outcome is null))
);
create index run_by_iteration on run (iteration_id);
create index run_unfinished on run (project_id) where finished_at is null;

create table run_event (
    run_id   uuid not null references run,
    sequence bigint not null check (sequence > 0),
    kind     text not null,
    at       timestamptz not null,
    step     bigint,
    body     jsonb not null,
    primary key (run_id, sequence)
);
create index run_event_by_kind on run_event (run_id, kind, step);

alter table model_version add foreign key (run_id) references run;
alter table answer add foreign key (run_id) references run;

-- What a consumer has already taken from a topic: written in the transaction that applies it.
create table consumed (
    topic       text not null,
    partition   integer not null,
    next_offset bigint not null,
    primary key (topic, partition)
);
create table dead_letter (
    id          uuid primary key,
    topic       text not null,
    partition   integer not null,
    "offset"    bigint not null,
    reason      text not null,
    value       text not null,
    received_at timestamptz not null,
    unique (topic, partition, "offset")
);

-- ── talking to the current model ───────────────────────────────────────────────────────────────────────────────────
create table talk (
    id         uuid primary key,
    project_id uuid not null references project,
    labeler_id uuid not null references labeler,
    started_at timestamptz not null
);
create index talk_by_labeler on talk (labeler_id, project_id, started_at desc);

-- What was said and what a model answered; each answer names its model and how it was sampled.
create table talk_turn (
    talk_id          uuid not null references talk,
    number           integer not null check (number > 0),
    asked            text not null,
    said             text not null default '',
    state            text not null default 'writing' check (state in ('writing', 'ended', 'cut', 'stopped', 'broken', 'lost')),
    model_version_id uuid references model_version,
    seed             bigint not null,
    temperature      double precision not null,
    top_p            double precision not null,
    asked_at         timestamptz not null,
    said_at          timestamptz,
    lease_until      timestamptz not null default now(), -- while it is written: its writer is gone when this has passed
    primary key (talk_id, number),
    check (state in ('writing', 'broken', 'lost') or (model_version_id is not null and said_at is not null))
);
create index talk_turn_asked on talk_turn (asked_at desc);

-- One thumb an answer. A thumb down is a correction task of origin 'feedback' whose origin_id is talk/number.
create table talk_feedback (
    talk_id  uuid not null,
    number   integer not null,
    thumb    text not null check (thumb in ('up', 'down')),
    reason   text not null default '',
    given_by uuid not null references labeler,
    given_at timestamptz not null,
    primary key (talk_id, number),
    foreign key (talk_id, number) references talk_turn
);
