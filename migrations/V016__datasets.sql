-- Datasets of a million rows: chosen by a definition, written in one stream, compared, searched, and honoured deletions.

-- ── what a dataset was frozen of, and what pages say about it ───────────────────────────────────────────────────────
alter table dataset
    add column definition jsonb not null default '{"kinds": [], "guidelines": [], "labelers": [], "givers": [], "languages": [], "sources": []}',
    add column summary    jsonb;                 -- counted while it was frozen; null: by a version that did not count

-- Counting these from the judgments would read all of them, for each page of a run, a round or a model.
create table dataset_guideline (
    dataset_id           uuid not null references dataset,
    guideline_version_id uuid not null references guideline_version,
    judgments            bigint not null,
    primary key (dataset_id, guideline_version_id)
);
insert into dataset_guideline (dataset_id, guideline_version_id, judgments)
    select dataset_id, guideline_version_id, count(*) from dataset_judgment group by 1, 2;

-- What two datasets made of the same judgment is compared by these, without its rows: they hold the text.
alter table dataset_judgment
    add column digest   bigint,                  -- of its rows without position, split and weight; null: it gives none
    add column weight   double precision not null default 0, -- of all its rows
    add column held_out boolean not null default false;
update dataset_judgment d set digest = r.digest, weight = r.weight, held_out = r.held_out
from (
    select dataset_id, judgment_id, sum(weight) as weight, bool_or(split = 'held-out') as held_out,
           ('x' || left(encode(sha256(convert_to(string_agg(
               regexp_replace(regexp_replace(row, ',"position":[0-9]+,"split":"[a-z-]+"', ''), ',"weight":[0-9.E-]+}$', '}') || E'\n',
               '' order by position), 'UTF8')), 'hex'), 16))::bit(64)::bigint as digest
    from dataset_member where judgment_id is not null group by 1, 2) r
where r.dataset_id = d.dataset_id and r.judgment_id = d.judgment_id;

-- Which imported judgments a dataset was frozen from, those without a row too.
create table dataset_imported (
    dataset_id  uuid not null,
    imported_id uuid not null,
    digest      bigint,
    weight      double precision not null,
    held_out    boolean not null,
    primary key (dataset_id, imported_id)
);
create index dataset_imported_by_judgment on dataset_imported (imported_id);
alter table dataset_member add column imported_id uuid; -- of the imported judgment that gave the row
create index dataset_member_by_imported on dataset_member (imported_id) where imported_id is not null;

-- The oldest of the prompts that say nearly the same; null: itself. Set when the prompt comes in and never changed, since it decides
-- on which side of every dataset the prompt is.
alter table prompt add column anchor_id uuid;

-- ── a million rows in one transaction ───────────────────────────────────────────────────────────────────────────────
-- A row lies where it is, uncompressed, up to 8 KB: compressing rows of 2 KB took longer than all else, and the topic compresses.
alter table dataset_member alter column row set storage external;
alter table dataset_member set (toast_tuple_target = 8160);
-- Each row is made of the judgment and prompt that the same statement has read, and neither is ever deleted: looking them up once
-- more for every row took half the time of freezing.
alter table dataset_member
    drop constraint dataset_member_dataset_id_fkey,
    drop constraint dataset_member_judgment_id_fkey,
    drop constraint dataset_member_prompt_id_fkey;
alter table dataset_judgment
    drop constraint dataset_judgment_dataset_id_fkey,
    drop constraint dataset_judgment_judgment_id_fkey,
    drop constraint dataset_judgment_guideline_version_id_fkey;

-- Who sends a dataset says every few seconds that they do: until then no other attempt begins.
alter table dataset_publication add column lease_until timestamptz;
create index dataset_publication_going_on on dataset_publication (lease_until) where lease_until is not null;

-- ── finding a row by its words ──────────────────────────────────────────────────────────────────────────────────────
-- The words of a judgment's rows, once, whichever datasets hold it; gathered after freezing. Its project is among them, so that one
-- project's search never reads another's.
create table judged_words (
    id    uuid primary key,                      -- of the judgment, given here or imported
    words tsvector not null
);
alter table judged_words alter column words set storage external;
alter table judged_words set (toast_tuple_target = 8160);
create index judged_words_by_word on judged_words using gin (words);
alter table dataset add column searchable bigint not null default 0; -- rows from the first on whose words are there

-- ── deletion on request ─────────────────────────────────────────────────────────────────────────────────────────────
-- Somebody's wish that a judgment, a prompt with all about it, or all that a person gave be gone. It is done when the row is there:
-- the text is deleted wherever it lies in this database, the next dataset is without it, and each that holds it is marked.
create table deletion (
    id         uuid primary key,
    project_id uuid not null references project,
    about      text not null check (about in ('judgment', 'prompt', 'person')),
    subject    uuid not null,                    -- of the judgment, given here or imported, the prompt or the person
    reason     text not null check (length(reason) between 1 and 2000),
    asked_by   uuid references labeler,
    asked_at   timestamptz not null,
    judgments  bigint not null,                  -- that were deleted by it
    prompts    bigint not null
);
create index deletion_by_project on deletion (project_id, id desc);

-- Which datasets held what was deleted, and how many of their rows.
create table dataset_deletion (
    dataset_id  uuid not null references dataset,
    deletion_id uuid not null references deletion,
    rows        bigint not null,
    primary key (dataset_id, deletion_id)
);
create index dataset_deletion_by_deletion on dataset_deletion (deletion_id);

alter table dataset add column deleted_rows bigint not null default 0; -- whose text is gone: it can't be published any more
alter table prompt add column deleted_at timestamptz; -- its text is gone; no dataset and no sampling takes it
-- Rows of one prompt, in whichever datasets: in each they lie nearly in the order of their prompts, so a coarse index finds them and
-- costs freezing nothing.
create index dataset_member_by_prompt on dataset_member using brin (prompt_id) with (pages_per_range = 32);
