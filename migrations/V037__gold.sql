-- Gold: tasks whose answer is known, mixed into people's work to see how often they find it.

alter table project add column gold_percent integer not null default 0 check (gold_percent between 0 and 30); -- of what is handed out

alter table task drop constraint task_origin_check,
    add constraint task_origin_check check (origin in ('import', 'model', 'both-bad', 'feedback', 'gold'));

-- A gold task is a copy of another one, closed from the beginning: so it has no free slots, nobody gets it as ordinary work, and the
-- copied task keeps its judgments. Each time it is handed out it gets one more slot.
create table gold (
    task_id    uuid primary key references task,
    source_id  uuid not null unique references task,
    project_id uuid not null references project,
    kind       text not null,
    chosen     uuid not null references answer,  -- the answer that should be preferred
    set_by     uuid not null references labeler, -- who knows it, so they don't get it
    set_at     timestamptz not null,
    retired_by uuid references labeler,
    retired_at timestamptz,
    check ((retired_at is null) = (retired_by is null))
);
create index gold_handed_out on gold (project_id, kind) where retired_at is null;
create index gold_newest on gold (project_id, task_id desc);

-- What people answered: no data, so their judgments are never accepted.
create table gold_judgment (
    judgment_id uuid primary key references judgment,
    task_id     uuid not null references gold,
    project_id  uuid not null references project,
    labeler_id  uuid not null references labeler,
    kind        text not null,
    found       boolean not null,                -- whether they prefer the right answer
    judged_at   timestamptz not null
);
create index gold_judgment_of_person on gold_judgment (project_id, labeler_id, judged_at desc);
create index gold_judgment_of_task on gold_judgment (task_id, judged_at desc);

alter table quality_labeler
    add column gold_found bigint not null default 0,
    add column gold_of bigint not null default 0,
    add check (gold_found <= gold_of);

-- The rule about gold.
alter table pause_rule drop constraint pause_rule_rule_check,
    add constraint pause_rule_rule_check check (rule in ('agreement', 'speed', 'side', 'gold'));
alter table pause drop constraint pause_rule_check,
    add constraint pause_rule_check check (rule in ('agreement', 'speed', 'side', 'gold'));

create index disagreement_adopted on disagreement (project_id, decided_at desc) where adopted_id is not null;

-- A gold task may come to every member until it is retired, except to those who know its answer.
create or replace function may_come_to(person uuid, asked uuid) returns boolean language sql stable parallel safe as $$
    -- All slots of a task are of its project.
    select (select 1 from member m
            where m.labeler_id = person and m.project_id = (
                select s.project_id from slot s where s.task_id = asked and s.state in ('free', 'taken') limit 1)) is not null
        or (select 1 from member m
            where m.labeler_id = person and m.project_id = (
                select g.project_id from gold g where g.task_id = asked and g.retired_at is null and g.set_by <> person
                  and not exists (select 1 from assignment a where a.task_id = g.source_id and a.labeler_id = person))) is not null
$$;

-- Of the task that was copied as little may be seen as of its copy.
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
    end
$$;

-- As before (V008), but a gold task that somebody had is theirs again although nothing of it is free.
create or replace function retake(in_assignment uuid, in_task uuid, in_slot integer, in_until timestamptz)
    returns integer language plpgsql set jit = off set enable_seqscan = off as $$
declare
    got integer;
begin
    update slot s set state = 'taken', lease_until = in_until
    from (select f.task_id, f.number from slot f where f.task_id = in_task and (f.state = 'free' or f.state = 'closed' and f.number = in_slot
            and exists (select 1 from gold g where g.task_id = in_task and g.retired_at is null))
          order by f.number = in_slot desc, f.number limit 1 for update skip locked) free
    where s.task_id = free.task_id and s.number = free.number returning s.number into got;
    if not found then
        return null;
    end if;
    update assignment set state = 'open', closed_at = null, slot_number = got, skip_reason = null, skip_note = null
    where id = in_assignment and state in ('expired', 'skipped');
    if not found then
        -- Its owner went on with it at this moment, elsewhere: this slot is not needed.
        update slot set state = case when exists (select 1 from gold g where g.task_id = in_task) then 'closed' else 'free' end,
          lease_until = null
        where task_id = in_task and number = got;
        return null;
    end if;
    return got;
end $$;

-- As before (V036), but now and then, when there is work, what is handed out is gold: one that the person has not had, neither it nor the task
-- that was copied.
create or replace function hand_out(in_assignment uuid, in_labeler uuid, in_project uuid, in_kind text,
                         in_seed bigint, in_now timestamptz, in_until timestamptz) returns uuid language plpgsql
    -- No bitmaps: only a plain scan takes entries of what was open before out of the index while it passes them, and until the
    -- next vacuum there is one for each judgment that the person made.
    set jit = off set enable_seqscan = off set enable_bitmapscan = off
    set enable_hashjoin = off set enable_mergejoin = off set enable_material = off as $$
declare
    mine   record;
    begun  record;
    taken  record;
    golden record;
    often  integer;
    newest uuid;
begin
    for attempt in 1..2 loop
        select a.id, s.lease_until into mine
        from assignment a
        cross join lateral (select 1 from task x
            where x.id = a.task_id and x.project_id = in_project and x.kind = in_kind offset 0) t
        cross join lateral (select x.lease_until from slot x
            where x.task_id = a.task_id and x.number = a.slot_number offset 0) s
        where a.labeler_id = in_labeler and a.state = 'open'
        order by a.handed_at, a.id limit 1;
        if found and mine.lease_until < in_now then
            perform end_leases(in_now, 500);
        elsif found then
            return mine.id;
        end if;

        if exists (select 1 from pause p where p.project_id = in_project and p.labeler_id = in_labeler and p.lifted_at is null) then
            return null;
        end if;

        -- The newest of the last fifty that expired with a draft and can still be taken: what was typed comes first.
        for begun in
            select a.id, a.task_id, a.slot_number from (
                select x.id, x.task_id, x.slot_number from assignment x
                where x.labeler_id = in_labeler and x.state = 'expired' order by x.closed_at desc limit 50) a
            cross join lateral (select 1 from task x
                where x.id = a.task_id and x.project_id = in_project and x.kind = in_kind offset 0) t
            cross join lateral (select x.saved_at from draft x where x.assignment_id = a.id offset 0) d
            cross join lateral (select 1 from slot x
                where x.task_id = a.task_id and x.state = 'free' limit 1) s
            order by d.saved_at desc
        loop
            if retake(begun.id, begun.task_id, begun.slot_number, in_until) is not null then
                return begun.id;
            end if;
        end loop;

        select v.id into newest from guideline g join guideline_version v on v.guideline_id = g.id
        where g.project_id = in_project and g.kind = in_kind order by v.number desc limit 1;
        if not found then
            return null;
        end if;
        select p.gold_percent into often from project p where p.id = in_project;
        if random() * 100 < often and free_for(in_labeler, in_project, in_kind, 1) > 0 then
            select g.task_id, 1 + floor(random() * 2000000000)::integer as place into golden from gold g
            where g.project_id = in_project and g.kind = in_kind and g.retired_at is null and g.set_by <> in_labeler
              and not exists (select 1 from assignment a where a.task_id = g.task_id and a.labeler_id = in_labeler)
              and not exists (select 1 from assignment a where a.task_id = g.source_id and a.labeler_id = in_labeler)
            order by uuid_hash_extended(g.task_id, in_seed) limit 1;
            if found then
                -- Numbers are drawn, so that two people who get the same one don't wait for each other.
                insert into slot (task_id, number, project_id, kind, priority, state, lease_until)
                values (golden.task_id, golden.place, in_project, in_kind, 0, 'taken', in_until);
                insert into assignment (id, task_id, slot_number, labeler_id, guideline_version_id, seed, handed_at, state)
                values (in_assignment, golden.task_id, golden.place, in_labeler, newest, in_seed, in_now, 'open');
                insert into assignment_answer (assignment_id, position, answer_id)
                select in_assignment, row_number() over (order by uuid_hash_extended(x.answer_id, in_seed), x.position) - 1, x.answer_id
                from task_answer x where x.task_id = golden.task_id;
                return in_assignment;
            end if;
        end if;
        select t.task, t.place, t.lane, t.placed into taken from take_slot(in_labeler, in_project, in_kind, in_until) t;
        if found then
            insert into assignment (id, task_id, slot_number, labeler_id, guideline_version_id, seed, handed_at, state)
            values (in_assignment, taken.task, taken.place, in_labeler, newest, in_seed, in_now, 'open');
            insert into assignment_answer (assignment_id, position, answer_id)
            select in_assignment, row_number() over (order by uuid_hash_extended(x.answer_id, in_seed), x.position) - 1, x.answer_id
            from task_answer x where x.task_id = taken.task;
            -- Now and then is enough: so some sixteen of what they have had are read again.
            if not taken.placed or random() < 1.0 / 16 then
                perform slot_passes(in_labeler, in_project, in_kind, taken.lane);
            end if;
            return in_assignment;
        end if;
        -- Only now it matters that somebody's time may have ended since the last tick.
        exit when end_leases(in_now, 500) = 0;
    end loop;
    return null;
end $$;
