-- Closing what is open about older models' answers goes on in the background: a row is how far it is, and until when somebody is at it.
create table work_closing (
    id               uuid primary key,
    project_id       uuid not null references project,
    model_version_id uuid not null references model_version, -- the current one: what is open about those it has replaced is closed
    asked_by         uuid references labeler,
    asked_at         timestamptz not null,
    tasks            int not null default 0,                  -- closed so far
    lease_until      timestamptz not null,
    ended_at         timestamptz
);
create unique index work_closing_open on work_closing (project_id) where ended_at is null;
create index work_closing_due on work_closing (lease_until) where ended_at is null;

-- Documents of datasets can be searched: the words of those that have any are gathered anew.
create temporary table regathered on commit drop as
    select distinct dataset_id as id from dataset_member where document_id is not null;
delete from dataset_word w using regathered r where w.dataset_id = r.id;
delete from dataset_segment s using regathered r where s.dataset_id = r.id;
update dataset d set searchable = 0 from regathered r where d.id = r.id;

-- Texts to pre-train on that say nearly the same as another are found as prompts are: the first that has a key keeps it.
create table document_likeness (
    key         bigint primary key,
    document_id uuid not null
);
create index document_likeness_by_document on document_likeness (document_id);
