-- What reward models say of the answers of open tasks, where a project asks them.
alter table project add column scored boolean not null default false;
create index project_scored on project (id) where scored;

alter table run drop constraint run_kind_check,
    add constraint run_kind_check
        check (kind in ('sft', 'kto', 'dpo', 'reward', 'best-of-n', 'ppo', 'grpo', 'generate', 'score'));

-- Runs that score are many and listed by themselves; a run that was started by hand is not superseded by one that nobody started.
create index run_listed on run (project_id, number desc) where kind <> 'score';
create index run_scoring on run (project_id, number desc) where kind = 'score';
drop index run_by_hand;
create index run_by_hand on run (project_id, number desc) where round_id is null and kind <> 'score' and not trial;

-- A reward model that is asked, and how far it is with the open tasks of its project.
create table answer_scorer (
    model_version_id  uuid primary key references model_version,
    project_id        uuid not null references project,
    dataset_id        uuid references dataset,     -- what it learned from; null: not known here
    probability_scale double precision check (probability_scale > 0), -- what makes a difference of its scores a logit; null: it has said nothing yet
    walked_to         uuid not null default '00000000-0000-0000-0000-000000000000', -- the last open task whose answers it has been asked about
    asked_to          uuid,                        -- the last task of the run that asks it now
    run_id            uuid references run,         -- the last run that asked it
    asked_at          timestamptz,                 -- when it was asked last
    check ((asked_to is null) = (run_id is null))
);
create index answer_scorer_of on answer_scorer (project_id, model_version_id desc);

create table answer_score (
    answer_id        uuid not null references answer,
    model_version_id uuid not null references answer_scorer,
    run_id           uuid not null references run,
    score            double precision,             -- null: the model can't read the answer
    scored_at        timestamptz not null,
    primary key (answer_id, model_version_id)
);
create index answer_score_of_run on answer_score (run_id);
create index answer_score_of_model on answer_score (model_version_id); -- those of an older model go

-- With which probability a reward model expected a comparison to end as it did. It was scored before anybody judged it.
create table prediction (
    judgment_id      uuid primary key references judgment,
    model_version_id uuid not null references model_version,
    dataset_id       uuid references dataset,      -- what the model had learned from, as far as it is known
    probability      double precision not null check (probability between 0 and 1)
);

alter table review drop constraint review_cause_check,
    add constraint review_cause_check
        check (cause in ('every', 'sampled', 'new-labeler', 'fast', 'disagreement', 'returned', 'before-pause', 'unexpected'));

alter table task_score
    add column reward_variance double precision check (reward_variance between 0 and 1); -- null: fewer than two reward models have scored it

alter table quality_labeler
    add column reward_share double precision,      -- how often they preferred what a reward model expected
    add column reward_of bigint not null default 0;
