-- Handing out begins with what the person has open and looks up each task and slot of that ("offset 0" says so). Planned while
-- the tables were small, as on a new Hone before its first large import, the same joins began with all tasks of the project,
-- and a connection keeps such a plan until the tables' statistics are gathered again.

-- The next task of a kind for a member whose row the caller holds: the one already open, else one whose text they had begun
-- before its lease ended, else the next that is free, with the newest guideline of its kind. Null when there is none. The answers
-- of a new one are shown in the order of their hashes under the seed, so that no side is favoured.
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

-- The open and the answered questions of a guideline's version each have an order of their own; by one index for both, the page of
-- questions read all answered ones to find that none is open.
drop index guideline_question_by_version;
create index guideline_question_open_by_version on guideline_question (version_id, asked_at) where answered_at is null;
create index guideline_question_answered on guideline_question (version_id, asked_at desc) where answered_at is not null;
