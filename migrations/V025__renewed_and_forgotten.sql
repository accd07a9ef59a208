-- Words of a row whose text was deleted stayed in the index of words: a segment that holds any is gathered anew.
alter table dataset_segment add column stale boolean not null default false; -- a row of it lost its text after its words were gathered
create index dataset_segment_stale on dataset_segment (dataset_id, first) where stale;
update dataset_segment s set stale = true from dataset d where d.id = s.dataset_id and d.deleted_rows > 0;

-- A token that was renewed twice ran for a shorter time than the one before: each is renewed once, then its successor is.
alter table api_token add column renewed_at timestamptz;
