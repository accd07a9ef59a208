-- Whether somebody may see a row asks for each row of a page whether they are a member of its project. As a join PostgreSQL was free to
-- read all members of the project, or all projects of the person, each time, and with stale statistics it did. A subquery that knows
-- both finds the one row, by either index.
create index member_by_labeler_and_project on member (labeler_id, project_id);
drop index member_by_labeler;

create or replace function may_come_to(person uuid, asked uuid) returns boolean language sql stable parallel safe as $$
    -- All slots of a task are of its project.
    select (select 1 from member m
            where m.labeler_id = person and m.project_id = (
                select s.project_id from slot s where s.task_id = asked and s.state in ('free', 'taken') limit 1)) is not null
$$;

create or replace function may_still_see_blind(person uuid, shown uuid) returns boolean language sql stable parallel safe as $$
    select coalesce((select bool_or(may_still_judge(person, t.task_id)) from task_answer t where t.answer_id = shown),
                    (select 1 from member m
                     where m.labeler_id = person and m.project_id = (
                         select p.project_id from answer a join prompt p on p.id = a.prompt_id
                         where a.id = shown and a.source = 'model')) is not null)
$$;
