-- Lists that admins page through: each page is found by its index, however many tasks there are.
create index task_by_kind on task (project_id, kind, id desc);
create index task_closed on task (project_id, kind, id desc) where closed_at is not null;
create index slot_open on slot (project_id, kind, task_id desc) where state in ('free', 'taken');
-- What one person judged in a project. Without it a plan may look for each person through all judgments of the project.
create index judgment_by_person on judgment (project_id, labeler_id, judged_at desc) where withdrawn_at is null;
