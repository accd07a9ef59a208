-- What pages ask for: found by an index, so that no page gets slower with history.

-- Which shipped instructions a project began with: a folder of labeling-guidelines, or 'general' for the files beside the folders.
alter table project add column guideline_set text not null default 'general';
update project set guideline_set = 'kind-endings' where slug = 'kind-endings' and created_by is null;

-- Today: questions that wait for an answer, and what became of one's own.
create index guideline_question_open on guideline_question (asked_at) where answered_at is null;
create index guideline_question_by_labeler on guideline_question (labeler_id, asked_at desc);

-- Today: the newest model of a project, the newest run that somebody started by hand.
create index model_version_by_project on model_version (project_id, id desc);
create index model_version_by_run on model_version (run_id) where run_id is not null;
create index run_by_hand on run (project_id, number desc) where iteration_id is null;

-- What became of a complaint; what the rows of a dataset are.
create index run_by_dataset on run (dataset_id) where dataset_id is not null;
create index dataset_member_by_kind on dataset_member (dataset_id, kind, split);
create index task_of_feedback on task (origin_id) where origin = 'feedback';

-- Which models have the same base.
create index model_version_by_parent on model_version (parent_id);
