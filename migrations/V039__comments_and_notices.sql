-- What people say to each other about one person's judgment of a task, and what they hear of by the bell.

create table judgment_comment (
    id            uuid primary key,              -- they ascend with time
    project_id    uuid not null references project,
    assignment_id uuid not null references assignment, -- a returned task is judged again there, so what was said stays together
    author_id     uuid not null references labeler,
    text          text not null check (length(text) between 1 and 2000),
    written_at    timestamptz not null
);
create index judgment_comment_in_order on judgment_comment (assignment_id, id);
create index judgment_comment_by_project on judgment_comment (project_id);

create table notice (
    id         uuid primary key,                 -- they ascend with time
    labeler_id uuid not null references labeler,
    project_id uuid not null references project,
    what       text not null check (what in ('comment', 'returned', 'fixed', 'rejected', 'answered')),
    about      uuid not null,                    -- the assignment, or the question
    at         timestamptz not null,
    read_at    timestamptz
);
-- Several of a kind about one thing are one until it is read. Every page counts by this index up to ten.
create unique index notice_unread on notice (labeler_id, what, about) where read_at is null;
create index notice_newest on notice (labeler_id, id desc);
create index notice_oldest on notice (at);
create index notice_about on notice (about);    -- deletion requests
