-- An import can be taken back, and brought back: its judgments count no more, its open tasks are closed; prompts and answers stay.
alter table import_batch
    add column standing            text not null default 'stands'
        check (standing in ('stands', 'being-taken-back', 'taken-back', 'being-brought-back')),
    -- Its judgments are withdrawn and its tasks closed as of this very moment: by it they are told from others and found again.
    add column taken_back_at       timestamptz,
    add column taken_back_by       uuid references labeler,
    add column judgments_withdrawn integer not null default 0,
    add column tasks_closed        integer not null default 0,
    add check ((standing = 'stands') = (taken_back_at is null));
create index import_batch_taken_back on import_batch (project_id) where standing <> 'stands';
