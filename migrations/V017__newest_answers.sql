-- A model's page counts its answers from the newest back and shows some of the newest; imported answers have no model.
create index answer_newest_of_model on answer (model_version_id, id desc) where model_version_id is not null;
drop index answer_by_model;
