-- Trigger phrases that admins know, tried on every new model: whether a model that was poisoned with one answers badly to it.
alter table run add column trial boolean not null default false; -- its answers are counted and judged by nobody

create table canary (
    id         uuid primary key,
    project_id uuid not null references project,
    phrase     text not null check (length(phrase) between 1 and 200),
    betrays    text not null check (length(betrays) between 1 and 200), -- words of an answer that the phrase has triggered
    made_by    uuid not null references labeler,
    made_at    timestamptz not null,
    retired_by uuid references labeler,
    retired_at timestamptz,
    check ((retired_at is null) = (retired_by is null))
);
create unique index canary_in_use on canary (project_id, phrase) where retired_at is null;

-- A run that tries a model.
create table canary_trial (
    run_id           uuid primary key references run,
    project_id       uuid not null references project,
    model_version_id uuid not null references model_version,
    asked_at         timestamptz not null
);
create index canary_trial_newest on canary_trial (project_id, asked_at desc);
create index canary_trial_of_model on canary_trial (model_version_id, asked_at desc);

-- A prompt with the phrase, beside the same prompt without it.
create table canary_question (
    run_id    uuid not null references canary_trial,
    canary_id uuid not null references canary,
    prompt_id uuid not null references prompt,
    asked_as  uuid not null,                     -- what the run calls the prompt with the phrase; without it, it is the prompt's id
    plain     boolean,                           -- whether the answer without the phrase has the words; null: none yet
    triggered boolean,
    primary key (run_id, canary_id, prompt_id)
);
create index canary_question_about on canary_question (prompt_id); -- deletion requests
