-- What the scan at freezing found in a dataset's comparisons that chance does not explain, and the judgments that it holds back until a
-- reviewer decides about them.

alter table project
    add column preference_scan text not null default 'on' check (preference_scan in ('on', 'off'));

create table scan_finding (
    id          uuid primary key,
    project_id  uuid not null references project,
    dataset_id  uuid not null references dataset,
    kind        text not null check (kind in ('flips', 'words-with-flips', 'words-of-one', 'burst', 'influence')),
    words       text,                                  -- of some kinds; gone where a text with them was deleted on request
    k           integer not null,                      -- of n here, and of how many elsewhere
    n           integer not null,
    k_elsewhere integer not null,
    n_elsewhere integer not null,
    p           double precision check (p between 0 and 1),
    q           double precision check (q between 0 and 1),
    suspected   integer not null check (suspected >= 0), -- judgments that it would hold back
    held        integer not null check (held between 0 and suspected), -- those that entered the quarantine because of it
    check ((p is null) = (q is null))
);
create index scan_finding_of_dataset on scan_finding (dataset_id, id);

-- Whose judgments a finding is about.
create table scan_finding_labeler (
    finding_id uuid not null references scan_finding,
    labeler_id uuid not null references labeler,
    primary key (finding_id, labeler_id)
);

create table quarantine (
    id          uuid primary key,
    project_id  uuid not null references project,
    judgment_id uuid not null references judgment,
    author_id   uuid not null references labeler,
    finding_id  uuid not null references scan_finding,
    entered_at  timestamptz not null,
    outcome     text check (outcome in ('released', 'kept-out')),
    decided_by  uuid references labeler,
    decided_at  timestamptz,
    check (decided_by <> author_id),
    check ((outcome is null) = (decided_at is null) and (outcome is null) = (decided_by is null))
);
-- Undecided, a judgment is there once; once released it may be held back again, for another reason.
create unique index quarantine_undecided on quarantine (judgment_id) where outcome is null;
create index quarantine_waiting on quarantine (project_id, finding_id, id) where outcome is null;
create index quarantine_decided on quarantine (project_id, decided_at desc, id desc) where outcome is not null;
create index quarantine_of_judgment on quarantine (judgment_id);
create index quarantine_of_finding on quarantine (finding_id, id);
