-- What is asked of a prompt is said by each project, a row a kind of work. There is no list of kinds here any more: the app's enum
-- is the only one, and each row is written from one of its constants.
alter table guideline drop constraint guideline_kind_check;
alter table task drop constraint task_kind_check;

create table asked_work (
    project_id uuid not null references project,
    kind       text not null,
    enabled    boolean not null,                 -- whether prompts are asked for it by themselves
    judgments  integer not null check (judgments between 1 and 20), -- of each task, by different people
    primary key (project_id, kind)
);

-- Projects that exist go on as before: every kind is asked, and of as many people as the project said for all of them.
insert into asked_work (project_id, kind, enabled, judgments)
select p.id, k.kind, true, p.judgments_per_task
from project p cross join (values ('comparison'), ('ranking'), ('correction'), ('demonstration')) as k (kind);

alter table project drop column judgments_per_task;
