-- Work of a kind only for people who find gold often enough.
alter table project add column gold_required boolean not null default false; -- for some kind of work; gold_minimum says for which

create table gold_minimum (
    project_id uuid not null references project,
    kind       text not null,
    percent    integer not null check (percent between 1 and 99),
    least      integer not null check (least between 10 and 200), -- answers, of which a person needs to be measured
    set_by     uuid not null references labeler,
    set_at     timestamptz not null,
    primary key (project_id, kind)
);

-- Whose answers to gold count from when on, because an admin let them start anew.
create table gold_anew (
    project_id   uuid not null references project,
    kind         text not null,
    labeler_id   uuid not null references labeler,
    counted_from timestamptz not null,
    allowed_by   uuid not null references labeler,
    primary key (project_id, kind, labeler_id)
);

-- Groups of members, and which kinds of work go to which of them.
alter table project add column grouped boolean not null default false; -- whether some kind of work goes to groups alone

create table people_group (
    id         uuid primary key,
    project_id uuid not null references project,
    name       text not null check (length(name) between 1 and 60),
    created_at timestamptz not null
);
create unique index people_group_by_name on people_group (project_id, lower(name));

create table group_member (
    group_id   uuid not null references people_group,
    labeler_id uuid not null references labeler,
    project_id uuid not null references project,
    primary key (group_id, labeler_id)
);
create index group_member_of_person on group_member (labeler_id, project_id);

-- A kind without a row goes to everybody.
create table group_work (
    project_id uuid not null references project,
    kind       text not null,
    group_id   uuid not null references people_group,
    primary key (project_id, kind, group_id)
);
create index group_work_of_group on group_work (group_id);
