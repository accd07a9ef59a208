-- Text to pre-train on comes in, is frozen and leaves as prompts do; nobody is asked about it.
create table document (
    id            uuid primary key,
    project_id    uuid not null references project,
    text          text not null,                 -- as typed; empty once it was deleted on request
    sha256        text collate "C" not null,     -- of the text, also of a deleted one: the same text again adds nothing
    source_id     text,                          -- its id there
    source        text,                          -- the data set that it is from
    license       text,
    language      text,                          -- as its source writes it
    metadata      jsonb,                         -- what else its row said of it, such as a title: an object
    import_id     uuid not null references import_batch,
    row_number    bigint not null,               -- of the row that brought it, in the file of import_id
    created_at    timestamptz not null,
    taken_back_at timestamptz,                   -- its import was taken back
    deleted_at    timestamptz,
    unique (project_id, sha256)
);
create index document_by_project on document (project_id, id) where taken_back_at is null and deleted_at is null;
create index document_by_import on document (import_id, id);

alter table import_batch
    add column documents_new       integer not null default 0,
    add column documents_old       integer not null default 0,
    add column documents_withdrawn integer not null default 0;

-- A frozen row is about a prompt or it is a document.
alter table dataset_member
    add column document_id uuid,
    alter column prompt_id drop not null,
    add check ((prompt_id is null) = (document_id is not null));
create index dataset_member_by_document on dataset_member (document_id) where document_id is not null;

alter table deletion
    drop constraint deletion_about_check,
    add check (about in ('judgment', 'prompt', 'person', 'document')),
    add column documents bigint not null default 0;
