-- Review: which judgments wait for a second person before they are data, what was decided about them, and where people disagree.

alter table project
    add column review_policy text not null default 'none' check (review_policy in ('none', 'all', 'sample', 'uncertain')),
    add column review_percent integer not null default 10 check (review_percent between 1 and 100); -- of a sample

create table review (
    judgment_id    uuid primary key references judgment,
    project_id     uuid not null references project,
    author_id      uuid not null references labeler,
    cause          text not null check (cause in ('every', 'sampled', 'new-labeler', 'fast', 'disagreement', 'returned')),
    entered_at     timestamptz not null,
    held_by        uuid references labeler,      -- who is reading it: others get the next one until then
    held_until     timestamptz,
    reviewer_id    uuid references labeler,
    outcome        text check (outcome in ('accepted', 'fixed', 'returned', 'rejected')),
    note           text check (length(note) between 1 and 2000),
    decided_at     timestamptz,
    replacement_id uuid references judgment,     -- the reviewer's version; the author's stays as a fact
    check (reviewer_id <> author_id),
    check ((held_by is null) = (held_until is null)),
    check ((outcome is null) = (decided_at is null) and (outcome is null) = (reviewer_id is null)),
    check ((outcome is not distinct from 'fixed') = (replacement_id is not null)),
    check (note is not null or outcome is distinct from 'returned')
);
create index review_waiting on review (project_id, entered_at, judgment_id) where outcome is null;
create index review_of_author on review (author_id, decided_at desc) where outcome is not null and outcome <> 'accepted';

-- A task whose judgments say different things, until somebody has settled it.
create table disagreement (
    task_id      uuid primary key references task,
    project_id   uuid not null references project,
    spread       double precision not null check (spread > 0 and spread <= 1), -- 1: as far apart as can be
    judgments    integer not null check (judgments >= 2),
    entered_at   timestamptz not null,
    decided_by   uuid references labeler,
    decided_at   timestamptz,
    cause        text check (cause in ('guideline-gap', 'ambiguous-prompt', 'labeler-error', 'edge-case', 'taste')),
    note         text check (length(note) between 1 and 2000),
    adopted_id   uuid references judgment,       -- null: all were left as they are
    check ((decided_at is null) = (decided_by is null) and (decided_at is null) = (cause is null)),
    check (adopted_id is null or decided_at is not null)
);
create index disagreement_open on disagreement (project_id, spread desc, task_id) where decided_at is null;
