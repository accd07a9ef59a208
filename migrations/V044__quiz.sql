-- Quizzes: tasks with known answers that a person answers before they are handed work of a kind.

alter table project add column quiz_required boolean not null default false; -- of some kind of work; quiz says of which

create table quiz (
    project_id   uuid not null references project,
    kind         text not null,
    required     boolean not null,               -- whether work of the kind is handed only to those who have passed
    pass_percent integer not null check (pass_percent between 1 and 100),
    tries_max    integer not null check (tries_max between 1 and 10),
    wait_days    integer not null check (wait_days between 0 and 30),
    each_version boolean not null,               -- whether a new version of the guideline asks for it again
    primary key (project_id, kind)
);

-- Of what it consists: gold, which is mixed into nobody's work as long as it is here.
create table quiz_task (
    task_id    uuid primary key references gold,
    project_id uuid not null references project,
    kind       text not null,
    foreign key (project_id, kind) references quiz
);
create index quiz_task_of_quiz on quiz_task (project_id, kind, task_id);

create table quiz_try (
    id                   uuid primary key,       -- they ascend with time
    project_id           uuid not null references project,
    kind                 text not null,
    labeler_id           uuid not null references labeler,
    guideline_version_id uuid not null references guideline_version, -- the newest when it was begun
    pass_percent         integer not null check (pass_percent between 1 and 100), -- the mark when it was begun
    begun_at             timestamptz not null,
    outcome              text check (outcome in ('passed', 'failed', 'broken-off')), -- null: being taken
    ended_at             timestamptz,
    found                integer not null default 0, -- right answers, once it has ended
    answered             integer not null default 0, -- of so many
    check ((outcome is null) = (ended_at is null)),
    check (found between 0 and answered)
);
create unique index quiz_try_open on quiz_try (project_id, kind, labeler_id) where outcome is null;
create index quiz_try_of_person on quiz_try (labeler_id, project_id, kind, id desc);
create index quiz_try_passed on quiz_try (labeler_id, project_id, kind, guideline_version_id) where outcome = 'passed';

-- What is asked in a try, in the order that was drawn for it.
create table quiz_question (
    try_id      uuid not null references quiz_try,
    position    integer not null check (position > 0),
    task_id     uuid not null references gold,
    labeler_id  uuid not null references labeler,
    seed        bigint not null,                 -- decides on which side each answer is shown
    dropped     boolean not null default false,  -- its task is gold no more, so it is not asked
    preferred   uuid references answer,          -- what they said; null: neither answer
    found       boolean,                         -- whether that is right; null: not answered
    answered_at timestamptz,
    primary key (try_id, position),
    check ((found is null) = (answered_at is null)),
    check (preferred is null or found is not null)
);
-- What a person was asked in a quiz never comes to them as gold.
create unique index quiz_question_asked on quiz_question (task_id, labeler_id, try_id);

-- What an admin allows a person beyond the rules.
create table quiz_grant (
    id                   uuid primary key,       -- they ascend with time
    project_id           uuid not null references project,
    kind                 text not null,
    labeler_id           uuid not null references labeler,
    guideline_version_id uuid not null references guideline_version, -- the newest then
    what                 text not null check (what in ('try', 'pass')), -- one more try, at once; or no quiz at all
    granted_by           uuid not null references labeler,
    granted_at           timestamptz not null
);
create index quiz_grant_of_person on quiz_grant (labeler_id, project_id, kind, id desc);

-- Whether a gold task is or may be asked of a person in a quiz: whoever has passed may be asked again when the guideline changes.
create function may_be_quizzed(person uuid, asked uuid) returns boolean language sql stable parallel safe as $$
    -- By keys, from the inside out, and nothing more for a task that is in no quiz: lists ask this of each of their rows.
    select case when (select 1 from quiz_task q where q.task_id = asked) is not null then
            (select 1 from member m
             where m.labeler_id = person and m.project_id = (
                select g.project_id from gold g where g.task_id = asked and g.retired_at is null and g.set_by <> person
                  and not exists (select 1 from assignment a where a.task_id = g.source_id and a.labeler_id = person))) is not null
            else false end
        or (select 1 from quiz_question q
            where q.task_id = asked and q.labeler_id = person
              and (select t.outcome from quiz_try t where t.id = q.try_id) is null limit 1) is not null
$$;

-- As before (V043), but what may be asked in a quiz is hidden too, even from those who had it as gold before.
create or replace function may_still_judge(person uuid, asked uuid) returns boolean language sql stable parallel safe as $$
    select case (select a.state from assignment a where a.task_id = asked and a.labeler_id = person)
        when 'open' then true
        when 'released' then may_be_quizzed(person, asked)
        when 'judged' then may_be_quizzed(person, asked) or lately_done(person, asked) and not exists (
            select 1 from judgment j join dataset_judgment d on d.judgment_id = j.id
            where j.task_id = asked and j.labeler_id = person and j.withdrawn_at is null)
        when 'skipped' then may_be_quizzed(person, asked) or lately_done(person, asked) and may_come_to(person, asked)
        else may_come_to(person, asked) or may_be_quizzed(person, asked)
            or coalesce((select may_still_judge(person, g.task_id) from gold g where g.source_id = asked), false)
    end or asked_again(person, asked)
$$;

-- As before (V037), but now and then, when there is work, what is handed out is a repeat (V043), and gold of a quiz does not come as gold:
-- as long as it is picked to nobody, and never to who was asked it.
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
    repeats integer;
    old_enough integer;
    drawn constant double precision := random() * 100;
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
        select p.gold_percent, p.repeat_percent, p.repeat_after_days into often, repeats, old_enough
        from project p where p.id = in_project;
        if drawn < often and free_for(in_labeler, in_project, in_kind, 1) > 0 then
            select g.task_id, 1 + floor(random() * 2000000000)::integer as place into golden from gold g
            where g.project_id = in_project and g.kind = in_kind and g.retired_at is null and g.set_by <> in_labeler
              and not exists (select 1 from assignment a where a.task_id = g.task_id and a.labeler_id = in_labeler)
              and not exists (select 1 from assignment a where a.task_id = g.source_id and a.labeler_id = in_labeler)
              and not exists (select 1 from quiz_task q where q.task_id = g.task_id)
              and not exists (select 1 from quiz_question q where q.task_id = g.task_id and q.labeler_id = in_labeler)
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
        -- Of comparisons only: of other kinds no side can be swapped.
        if in_kind = 'comparison' and drawn >= often and drawn < often + repeats
           and free_for(in_labeler, in_project, in_kind, 1) > 0
           and take_repeat(in_assignment, in_labeler, in_project, in_kind, newest, old_enough, in_seed, in_now, in_until) then
            return in_assignment;
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
