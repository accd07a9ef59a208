-- Planned repeats: the same two answers, sides swapped, to the same person after some days, to see how often they decide the same.

alter table project
    add column repeat_percent integer not null default 0 check (repeat_percent between 0 and 30), -- of the comparisons handed out
    add column repeat_after_days integer not null default 7 check (repeat_after_days between 1 and 365);

alter table task drop constraint task_origin_check,
    add constraint task_origin_check check (origin in ('import', 'model', 'both-bad', 'feedback', 'gold', 'repeat'));

-- A repeat is a copy of a task for one person, closed from the beginning: so it has no free slots, nobody gets it as ordinary work, and the
-- copied task keeps its slots and judgments. It is made when it is handed out. There is one more with every few judgments, and lists of
-- tasks must not pass them one by one: so their ids come before those of all other tasks, and lists end there.
create table planned_repeat (
    task_id    uuid primary key references task,
    source_id  uuid not null references task,
    project_id uuid not null references project,
    labeler_id uuid not null references labeler,           -- the only one to whom it comes
    first_id   uuid not null unique references assignment, -- in which they judged the task that was copied
    unique (labeler_id, source_id)                         -- never twice
);
create index planned_repeat_of_project on planned_repeat (project_id);

-- What became of them: no data, so their judgments are never accepted.
create table repeat_judgment (
    judgment_id uuid primary key references judgment,
    first_id    uuid not null references judgment, -- what they said the first time
    task_id     uuid not null references planned_repeat,
    project_id  uuid not null references project,
    labeler_id  uuid not null references labeler,
    kind        text not null,
    outcome     text not null check (outcome in ('same', 'opposite', 'tie')), -- tie: only one of the two prefers an answer
    judged_at   timestamptz not null
);
create index repeat_judgment_of_person on repeat_judgment (project_id, labeler_id, judged_at desc);

alter table quality_labeler
    add column repeat_same bigint not null default 0,
    add column repeat_opposite bigint not null default 0,
    add column repeat_tie bigint not null default 0;
alter table quality_computed
    add column repeat_same bigint not null default 0,
    add column repeat_opposite bigint not null default 0,
    add column repeat_tie bigint not null default 0;

-- How often people decide the same again, as each of them was told last: like quality_told it changes only when many have been added, so
-- that nobody learns from it what they said the first time.
create table consistency_told (
    labeler_id  uuid not null references labeler,
    project_id  uuid not null references project,
    kind        text not null,
    same        bigint not null check (same between 0 and repeats),
    repeats     bigint not null check (repeats > 0),
    measured_at timestamptz not null,
    primary key (labeler_id, project_id, kind)
);

-- The rule about it.
alter table pause_rule drop constraint pause_rule_rule_check,
    add constraint pause_rule_rule_check check (rule in ('agreement', 'speed', 'side', 'gold', 'consistency'));
alter table pause drop constraint pause_rule_check,
    add constraint pause_rule_check check (rule in ('agreement', 'speed', 'side', 'gold', 'consistency'));

-- Whether a repeat may be in somebody's hands still or again: while their first judgment stands, and until a day after its lease ended.
create function repeat_may_come_back(asked uuid) returns boolean language sql stable parallel safe as $$
    select exists (
        select 1 from planned_repeat r join assignment a on a.task_id = r.task_id and a.labeler_id = r.labeler_id
        where r.task_id = asked and (a.state <> 'expired' or a.closed_at > now() - interval '1 day')
          and exists (select 1 from judgment j where j.assignment_id = r.first_id and j.labeler_id = r.labeler_id and j.withdrawn_at is null))
$$;

-- As before (V037), but a repeat comes to one person only.
create or replace function may_come_to(person uuid, asked uuid) returns boolean language sql stable parallel safe as $$
    select coalesce(
        (select r.labeler_id = person and repeat_may_come_back(asked)
             and (select 1 from member m where m.labeler_id = person and m.project_id = r.project_id) is not null
         from planned_repeat r where r.task_id = asked),
        -- All slots of a task are of its project.
        (select 1 from member m
            where m.labeler_id = person and m.project_id = (
                select s.project_id from slot s where s.task_id = asked and s.state in ('free', 'taken') limit 1)) is not null
        or (select 1 from member m
            where m.labeler_id = person and m.project_id = (
                select g.project_id from gold g where g.task_id = asked and g.retired_at is null and g.set_by <> person
                  and not exists (select 1 from assignment a where a.task_id = g.source_id and a.labeler_id = person))) is not null)
$$;

-- Whether a person is asked about a task again, as a repeat: then even their own first judgment of it is hidden from them.
create function asked_again(person uuid, asked uuid) returns boolean language sql stable parallel safe as $$
    select coalesce((select may_still_judge(person, r.task_id) from planned_repeat r
                     where r.labeler_id = person and r.source_id = asked), false)
$$;

-- As before (V037), but of a task that is repeated as little may be seen as of the repeat.
create or replace function may_still_judge(person uuid, asked uuid) returns boolean language sql stable parallel safe as $$
    select case (select a.state from assignment a where a.task_id = asked and a.labeler_id = person)
        when 'open' then true
        when 'released' then false
        when 'judged' then lately_done(person, asked) and not exists (
            select 1 from judgment j join dataset_judgment d on d.judgment_id = j.id
            where j.task_id = asked and j.labeler_id = person and j.withdrawn_at is null)
        when 'skipped' then lately_done(person, asked) and may_come_to(person, asked)
        else may_come_to(person, asked)
            or coalesce((select may_still_judge(person, g.task_id) from gold g where g.source_id = asked), false)
    end or asked_again(person, asked)
$$;

-- As before (V037), but a repeat that somebody had is theirs again, although nothing of it is free, as long as it may come back.
create or replace function retake(in_assignment uuid, in_task uuid, in_slot integer, in_until timestamptz)
    returns integer language plpgsql set jit = off set enable_seqscan = off as $$
declare
    got integer;
begin
    update slot s set state = 'taken', lease_until = in_until
    from (select f.task_id, f.number from slot f where f.task_id = in_task and (f.state = 'free' or f.state = 'closed' and f.number = in_slot
            and (exists (select 1 from gold g where g.task_id = in_task and g.retired_at is null) or repeat_may_come_back(in_task)))
          order by f.number = in_slot desc, f.number limit 1 for update skip locked) free
    where s.task_id = free.task_id and s.number = free.number returning s.number into got;
    if not found then
        return null;
    end if;
    update assignment set state = 'open', closed_at = null, slot_number = got, skip_reason = null, skip_note = null
    where id = in_assignment and state in ('expired', 'skipped');
    if not found then
        -- Its owner went on with it at this moment, elsewhere: this slot is not needed.
        update slot set state = case when exists (select 1 from gold g where g.task_id = in_task)
            or exists (select 1 from planned_repeat r where r.task_id = in_task) then 'closed' else 'free' end,
          lease_until = null
        where task_id = in_task and number = got;
        return null;
    end if;
    return got;
end $$;

-- Makes a repeat for a person whose membership the caller holds, and hands it out. It is drawn from their newest two hundred judgments
-- that are old enough, so that it costs the same however long they have worked: one that stands, was given under the guideline that
-- holds now (a new one is a good reason to decide otherwise) and has not been repeated. The answers change sides. False where there is
-- none.
create function take_repeat(in_assignment uuid, in_labeler uuid, in_project uuid, in_kind text, in_guideline uuid, in_days integer,
                         in_seed bigint, in_now timestamptz, in_until timestamptz) returns boolean language plpgsql
    set jit = off set enable_seqscan = off set enable_bitmapscan = off
    set enable_hashjoin = off set enable_mergejoin = off set enable_material = off as $$
declare
    earlier record;
    copy constant uuid := '00000000-0000' || substr(cast(in_assignment as text), 14);
begin
    select a.id, a.task_id into earlier
    from (select j.assignment_id, j.task_id, j.kind from judgment j
          where j.project_id = in_project and j.labeler_id = in_labeler and j.withdrawn_at is null
            and j.judged_at <= in_now - make_interval(days => in_days)
          order by j.judged_at desc limit 200) j
    -- Where a reviewer decided in somebody's place, the assignment is somebody else's.
    cross join lateral (select x.id, x.task_id from assignment x
        where x.id = j.assignment_id and x.labeler_id = in_labeler and x.guideline_version_id = in_guideline offset 0) a
    where j.kind = in_kind
      and not exists (select 1 from gold g where g.task_id = j.task_id)
      and not exists (select 1 from planned_repeat r where r.task_id = j.task_id)
      and not exists (select 1 from planned_repeat r where r.labeler_id = in_labeler and r.source_id = j.task_id)
    order by uuid_hash_extended(a.task_id, in_seed) limit 1;
    if not found then
        return false;
    end if;
    insert into task (id, project_id, prompt_id, kind, asked, origin, origin_id, created_at, closed_at)
    select copy, t.project_id, t.prompt_id, t.kind, 1, 'repeat', cast(earlier.id as text), in_now, in_now
    from task t where t.id = earlier.task_id;
    insert into task_answer (task_id, position, answer_id)
    select copy, x.position, x.answer_id from task_answer x where x.task_id = earlier.task_id;
    insert into planned_repeat (task_id, source_id, project_id, labeler_id, first_id)
    values (copy, earlier.task_id, in_project, in_labeler, earlier.id);
    insert into slot (task_id, number, project_id, kind, priority, state, lease_until)
    values (copy, 1, in_project, in_kind, 0, 'taken', in_until);
    insert into assignment (id, task_id, slot_number, labeler_id, guideline_version_id, seed, handed_at, state)
    values (in_assignment, copy, 1, in_labeler, in_guideline, in_seed, in_now, 'open');
    insert into assignment_answer (assignment_id, position, answer_id)
    select in_assignment, 1 - x.position, x.answer_id from assignment_answer x where x.assignment_id = earlier.id;
    return true;
end $$;
