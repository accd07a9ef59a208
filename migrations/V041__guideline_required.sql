-- Whether work of a kind is handed only to people who have confirmed the newest version of its guideline.
alter table project add column guideline_required boolean not null default false;
