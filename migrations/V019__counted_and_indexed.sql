-- A million rows are found by their words soon after they are frozen, and judgments leave in the order in which they were accepted
-- without being sorted.

-- ── finding a row by its words ──────────────────────────────────────────────────────────────────────────────────────
-- Which rows of a dataset hold a word: one entry for each word of some ten thousand rows in a row, which are a segment. The index of
-- judgments that was here before took longer to write than everything else about a dataset together.
drop table judged_words;
create table dataset_segment (
    dataset_id uuid   not null references dataset,
    first      bigint not null,                  -- position of its first row
    until      bigint not null,                  -- position after its last one
    primary key (dataset_id, first),
    check (first < until)
);
-- Words are stored as 64 bits of a hash: no text can be read here, but a dictionary can be tried against it.
create table dataset_word (
    dataset_id uuid   not null,
    first      bigint not null,                  -- of the segment
    word       bigint not null,
    rows       bytea  not null,                  -- distances from row to row, the first from the segment's, seven bits a byte
    primary key (dataset_id, first, word)
);
alter table dataset_word alter column rows set storage external;
update dataset set searchable = 0;

-- ── judgments in order ──────────────────────────────────────────────────────────────────────────────────────────────
drop index judgment_accepted;
create index judgment_accepted on judgment (project_id, accepted_at, id) where accepted_at is not null and withdrawn_at is null;
