-- What leaves a project: who took what, when, how it ended, and what the format could not hold.
create table export (
    id          uuid primary key,
    project_id  uuid not null references project,
    what        text not null check (what in ('judgments', 'dataset', 'project')),
    dataset_id  uuid references dataset,         -- of what = 'dataset'
    format      text not null,
    container   text not null,
    names       boolean not null,                -- people by their names in place of pseudonyms
    asked_by    uuid references labeler,
    began_at    timestamptz not null,
    lease_until timestamptz not null,            -- whoever writes it is gone when this has passed
    items       bigint not null default 0,       -- judgments, rows of the dataset, or rows of all tables
    rows        bigint not null default 0,       -- of the file: a ranking may be several
    bytes       bigint not null default 0,
    sha256      text,                            -- of all bytes; null until they were sent
    report      jsonb,                           -- what was left out, and why
    ended_at    timestamptz,
    outcome     text check (outcome in ('sent', 'hung-up', 'stalled', 'time', 'failed')),
    check ((ended_at is null) = (outcome is null)),
    check ((what = 'dataset') = (dataset_id is not null))
);
create index export_by_project on export (project_id, id desc);

-- What pseudonyms are made with: the same person has the same one in every export of a project, and another in every project.
create table export_secret (
    project_id uuid primary key references project,
    secret     bytea not null check (octet_length(secret) = 32)
);

-- A frozen dataset is exported a kind and a split after another, each in order.
drop index dataset_member_by_kind;
create index dataset_member_by_kind on dataset_member (dataset_id, kind, split, position);

-- Rows that refer to each other in a circle: they arrive together from an archive, and are checked when all are there.
do $$
declare circle record;
begin
    for circle in select conrelid::regclass as referring, conname from pg_constraint
                  where contype = 'f' and conname in ('model_version_run_id_fkey', 'answer_run_id_fkey', 'answer_judgment_id_fkey') loop
        execute format('alter table %s alter constraint %I deferrable initially immediate', circle.referring, circle.conname);
    end loop;
end $$;
