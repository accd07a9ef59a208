-- Base models that admins bring: on their way in, what was read of them, and which of them a project begins from.
alter table model_version add column facts jsonb; -- what was read of a model that was brought: family, size, context, template

-- Every time a base was chosen for a project; the newest row counts. Without one, it is that of the project's current model.
create table project_base (
    sequence         bigint generated always as identity primary key,
    project_id       uuid not null references project,
    model_version_id uuid not null references model_version,
    made_by          uuid references labeler,
    made_at          timestamptz not null
);
create index project_base_newest on project_base (project_id, sequence desc);

create table arrival (
    id               uuid primary key,
    project_id       uuid references project,    -- where somebody asked for it; null: a program that named none
    source           text not null,              -- the name of the folder or the tar
    state            text not null check (state in ('receiving', 'checking', 'waiting', 'kept', 'refused', 'discarded')),
    began_by         uuid references labeler,
    began_at         timestamptz not null,
    bytes            bigint not null default 0,
    bytes_all        bigint,                     -- null: not known
    lease_until      timestamptz not null,       -- who reads it renews this; while it waits: until when
    cancel_asked_at  timestamptz,
    inspection       jsonb,
    sha256           text check (sha256 ~ '^[0-9a-f]{64}$'),
    left_out         text[] not null default '{}',
    sentence         text,                       -- why it was refused or discarded
    model_version_id uuid references model_version,
    ended_at         timestamptz,
    check ((state in ('kept', 'refused', 'discarded')) = (ended_at is not null)),
    check ((state = 'kept') = (model_version_id is not null))
);
create index arrival_of_project on arrival (project_id, id desc);
create index arrival_open on arrival (lease_until) where ended_at is null;
