-- Handing out looks at the free slots once. Before, it looked five times, and each look passed all that others were taking at
-- that moment, which stays in the index until their transactions are over. And it does all itself: the newest guideline and the
-- presented order cost every judgment a statement each.

drop function hand_out(uuid, uuid, uuid, text, uuid, bigint, timestamptz, timestamptz);
drop function take_slot(uuid, uuid, text, timestamptz);
drop function slot_passes(uuid, uuid, text, integer, xid8, uuid, xid8, uuid);

-- Takes the next free slot for a person. It begins in the highest lane that they have been in, unless something is free above
-- it. "placed" says whether it was known how far they have come in that lane.
create function take_slot(in_labeler uuid, in_project uuid, in_kind text, in_until timestamptz)
    returns table (task uuid, place integer, lane integer, placed boolean) language plpgsql
    set jit = off set enable_seqscan = off set enable_sort = off set enable_bitmapscan = off
    set enable_hashjoin = off set enable_mergejoin = off set enable_material = off as $$
declare
    nil      constant uuid := '00000000-0000-0000-0000-000000000000';
    lowest   constant integer := -2147483648;
    here     integer;
    above    integer;
    passed   record;
begin
    select p.lane into here from slot_passed p
    where p.labeler_id = in_labeler and p.project_id = in_project and p.kind = in_kind order by p.lane desc limit 1;
    select s.lane into above from slot s
    where s.project_id = in_project and s.kind = in_kind and s.state = 'free' and s.lane >= coalesce(here + 1, lowest)
    order by s.lane desc limit 1;
    here := coalesce(above, here);
    while here is not null loop
        select p.entered, p.task_id into passed from slot_passed p
        where p.labeler_id = in_labeler and p.project_id = in_project and p.kind = in_kind and p.lane = here;
        with free as (
            select s.task_id, s.number from slot s
            where s.project_id = in_project and s.kind = in_kind and s.state = 'free' and s.lane = here
              and (s.entered, s.task_id) >= (coalesce(passed.entered, '0'), coalesce(passed.task_id, nil))
              and not exists (select 1 from assignment a where a.task_id = s.task_id and a.labeler_id = in_labeler)
            order by s.entered, s.task_id, s.number limit 1 for update of s skip locked)
        update slot s set state = 'taken', lease_until = in_until from free f
        where s.task_id = f.task_id and s.number = f.number
        returning s.task_id, s.number into task, place;
        if task is not null then
            lane := here;
            placed := passed.entered is not null;
            return next;
            return;
        end if;
        if passed.entered is null or random() < 1.0 / 16 then
            perform slot_passes(in_labeler, in_project, in_kind, here);
        end if;
        select s.lane into here from slot s
        where s.project_id = in_project and s.kind = in_kind and s.state = 'free' and s.lane < here
        order by s.lane desc limit 1;
    end loop;
end $$;

-- Writes down how far somebody has come in a lane: to the first that they have not had, even when somebody is taking it at this
-- moment and may yet let it go, and no further than to where something may still appear.
create function slot_passes(in_labeler uuid, in_project uuid, in_kind text, in_lane integer)
    returns void language plpgsql
    set jit = off set enable_seqscan = off set enable_sort = off set enable_bitmapscan = off
    set enable_hashjoin = off set enable_mergejoin = off set enable_material = off as $$
declare
    -- Before it is read what is free: a transaction that ends in between then counts as one that has not.
    settled  constant xid8 := pg_snapshot_xmin(pg_current_snapshot());
    nil      constant uuid := '00000000-0000-0000-0000-000000000000';
    passed   record;
    first    record;
begin
    select p.entered, p.task_id into passed from slot_passed p
    where p.labeler_id = in_labeler and p.project_id = in_project and p.kind = in_kind and p.lane = in_lane;
    select s.entered, s.task_id into first from slot s
    where s.project_id = in_project and s.kind = in_kind and s.state = 'free' and s.lane = in_lane
      and (s.entered, s.task_id) >= (coalesce(passed.entered, '0'), coalesce(passed.task_id, nil))
      and not exists (select 1 from assignment a where a.task_id = s.task_id and a.labeler_id = in_labeler)
    order by s.entered, s.task_id, s.number limit 1;
    if not found or first.entered >= settled then
        first.entered := settled;
        first.task_id := nil;
    end if;
    insert into slot_passed as p (labeler_id, project_id, kind, lane, entered, task_id)
    values (in_labeler, in_project, in_kind, in_lane, first.entered, first.task_id)
    on conflict (labeler_id, project_id, kind, lane)
        do update set entered = excluded.entered, task_id = excluded.task_id
        where (p.entered, p.task_id) < (excluded.entered, excluded.task_id);
end $$;

-- The next task of a kind for a member whose row the caller holds: the one already open, else one whose text they had begun
-- before its lease ended, else the next that is free, with the newest guideline of its kind. Null when there is none. The answers
-- of a new one are shown in the order of their hashes under the seed, so that no side is favoured.
create function hand_out(in_assignment uuid, in_labeler uuid, in_project uuid, in_kind text,
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
        from assignment a join task t on t.id = a.task_id
        join slot s on s.task_id = a.task_id and s.number = a.slot_number
        where a.labeler_id = in_labeler and a.state = 'open' and t.project_id = in_project and t.kind = in_kind
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
            join task t on t.id = a.task_id and t.project_id = in_project and t.kind = in_kind
            join draft d on d.assignment_id = a.id
            where exists (select 1 from slot s where s.task_id = a.task_id and s.state = 'free')
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
