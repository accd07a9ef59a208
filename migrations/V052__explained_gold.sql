-- Why the known answer of a gold task is right, for people who have taken a quiz that asks it.
alter table gold
    add column explanation text,
    add column explained_by uuid references labeler, -- whose words they are
    add check ((explanation is null) = (explained_by is null));

-- What people read about their answers after a try: the mark alone, the explanations of what they got wrong, or every answer. Quizzes that
-- are there already go on telling the mark alone, as those who take them were promised.
alter table quiz
    add column feedback text not null default 'mark' check (feedback in ('mark', 'explanations', 'answers'));

-- As before (V043), but the slots of a gold task are left out: each is of one person, so what somebody holds comes to nobody else, and
-- whoever knows the answer goes on seeing it meanwhile.
create or replace function may_come_to(person uuid, asked uuid) returns boolean language sql stable parallel safe as $$
    select coalesce(
        (select r.labeler_id = person and repeat_may_come_back(asked)
             and (select 1 from member m where m.labeler_id = person and m.project_id = r.project_id) is not null
         from planned_repeat r where r.task_id = asked),
        (select g.retired_at is null and g.set_by <> person
             and (select 1 from member m where m.labeler_id = person and m.project_id = g.project_id) is not null
             and not exists (select 1 from assignment a where a.task_id = g.source_id and a.labeler_id = person)
         from gold g where g.task_id = asked),
        -- All slots of a task are of its project.
        (select 1 from member m
            where m.labeler_id = person and m.project_id = (
                select s.project_id from slot s where s.task_id = asked and s.state in ('free', 'taken') limit 1)) is not null)
$$;
