-- The labeling path: what one judgment costs does not depend on how many tasks, judgments or people there are.

-- ── in which order free slots are handed out ───────────────────────────────────────────────────────────────────────
-- A slot is handed out by lane (higher first: its priority, and before that of fresh ones what came back to be done by
-- somebody else), and within its lane by when it became free. "When" is the transaction that made it free, because
-- transactions, unlike clocks and sequences, tell what nobody can add any more: once every transaction up to one has
-- ended, no slot can appear before it.
alter table slot add column returned boolean not null default false;
alter table slot add column lane integer generated always as (priority * 2 + case when returned then 1 else 0 end) stored;
alter table slot add column entered xid8 not null default pg_current_xact_id();

-- Whoever frees a slot, or moves it to another lane: it goes to the end of its lane, where nobody has passed it.
create function slot_enters() returns trigger language plpgsql as $$
begin
    new.returned := new.returned or old.state <> 'free';
    new.entered := pg_current_xact_id();
    return new;
end $$;
create trigger slot_enters before update of state, priority on slot for each row
    when (new.state = 'free' and (old.state <> 'free' or old.priority <> new.priority)) execute function slot_enters();

drop index slot_free;
create index slot_free on slot (project_id, kind, lane desc, entered, task_id, number) where state = 'free';
create index slot_taken_by_kind on slot (project_id, kind) where state = 'taken';
-- Its index on what is free begins with what was just taken; vacuuming takes that away long before a fifth has changed.
alter table slot set (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 5000);

-- How far a person has come in a lane: every free slot before this place is of a task that they have had. Without a row:
-- nowhere. It spares them reading what they have had, however far they are ahead of everybody.
create table slot_passed (
    labeler_id uuid not null references labeler,
    project_id uuid not null references project,
    kind       text not null,
    lane       integer not null,
    entered    xid8 not null,
    task_id    uuid not null,
    primary key (labeler_id, project_id, kind, lane)
) with (fillfactor = 70);

-- The lanes in which something is free, the one to begin with first. Settings that keep to the index, here and below:
-- a plan that sorts or hashes would read all that is free, and statistics may lag behind an import; compiling a plan takes
-- longer than all it does.
create function free_lanes(in_project uuid, in_kind text) returns setof integer language sql stable
    set jit = off set enable_seqscan = off set enable_sort = off set enable_bitmapscan = off as $$
    with recursive found (lane) as (
        (select s.lane from slot s
         where s.project_id = in_project and s.kind = in_kind and s.state = 'free'
         order by s.lane desc limit 1)
        union all
        select (select s.lane from slot s
                where s.project_id = in_project and s.kind = in_kind and s.state = 'free' and s.lane < f.lane
                order by s.lane desc limit 1)
        from found f where f.lane is not null)
    select lane from found where lane is not null
$$;

-- Takes the next free slot for a person, and moves on what they have passed when that is worth a write.
create function take_slot(in_labeler uuid, in_project uuid, in_kind text, in_until timestamptz)
    returns table (task uuid, place integer) language plpgsql
    set jit = off set enable_seqscan = off set enable_sort = off set enable_bitmapscan = off
    set enable_hashjoin = off set enable_mergejoin = off set enable_material = off as $$
declare
    nil      constant uuid := '00000000-0000-0000-0000-000000000000';
    -- Before it is read what is free: a transaction that ends in between then counts as one that has not.
    settled  constant xid8 := pg_snapshot_xmin(pg_current_snapshot());
    here     integer;
    passed   record;
    first    record;
begin
    for here in select free_lanes(in_project, in_kind) loop
        select p.entered, p.task_id into passed from slot_passed p
        where p.labeler_id = in_labeler and p.project_id = in_project and p.kind = in_kind and p.lane = here;
        if not found then
            select '0'::xid8 as entered, nil as task_id into passed;
        end if;

        -- The first that this person has not had, even when somebody is taking it at this moment and may yet let it go.
        select s.entered, s.task_id into first from slot s
        where s.project_id = in_project and s.kind = in_kind and s.state = 'free' and s.lane = here
          and (s.entered, s.task_id) >= (passed.entered, passed.task_id)
          and not exists (select 1 from assignment a where a.task_id = s.task_id and a.labeler_id = in_labeler)
        order by s.entered, s.task_id, s.number limit 1;
        if not found then
            perform slot_passes(in_labeler, in_project, in_kind, here, passed.entered, passed.task_id, settled, nil);
            continue;
        end if;
        if first.entered < settled then
            perform slot_passes(in_labeler, in_project, in_kind, here, passed.entered, passed.task_id,
                                first.entered, first.task_id);
        else
            perform slot_passes(in_labeler, in_project, in_kind, here, passed.entered, passed.task_id, settled, nil);
        end if;

        return query
            with free as (
                select s.task_id, s.number from slot s
                where s.project_id = in_project and s.kind = in_kind and s.state = 'free' and s.lane = here
                  and (s.entered, s.task_id) >= (first.entered, first.task_id)
                  and not exists (select 1 from assignment a where a.task_id = s.task_id and a.labeler_id = in_labeler)
                order by s.entered, s.task_id, s.number limit 1 for update of s skip locked)
            update slot s set state = 'taken', lease_until = in_until from free f
            where s.task_id = f.task_id and s.number = f.number
            returning s.task_id, s.number;
        if found then
            return;
        end if;
    end loop;
end $$;

-- Writes down how far somebody has come: when more than a page of it was read again, and else now and then, because what
-- was taken since stays in the index until the next vacuum and is passed too.
create function slot_passes(in_labeler uuid, in_project uuid, in_kind text, in_lane integer,
                            old_entered xid8, old_task uuid, new_entered xid8, new_task uuid)
    returns void language plpgsql set jit = off set enable_seqscan = off set enable_sort = off set enable_bitmapscan = off as $$
declare
    a_page boolean;
begin
    if (new_entered, new_task) <= (old_entered, old_task) then
        return;
    end if;
    select (s.entered, s.task_id) < (new_entered, new_task) into a_page from slot s
    where s.project_id = in_project and s.kind = in_kind and s.state = 'free' and s.lane = in_lane
      and (s.entered, s.task_id) >= (old_entered, old_task)
    order by s.entered, s.task_id, s.number offset 32 limit 1;
    if a_page or random() < 0.02 then
        insert into slot_passed as p (labeler_id, project_id, kind, lane, entered, task_id)
        values (in_labeler, in_project, in_kind, in_lane, new_entered, new_task)
        on conflict (labeler_id, project_id, kind, lane)
            do update set entered = excluded.entered, task_id = excluded.task_id;
    end if;
end $$;

-- In how many tasks something is free for a person, counted up to a bound.
create function free_for(in_labeler uuid, in_project uuid, in_kind text, in_max integer) returns integer
    language sql stable
    set jit = off set enable_seqscan = off set enable_sort = off set enable_bitmapscan = off
    set enable_hashjoin = off set enable_mergejoin = off set enable_material = off set enable_hashagg = off as $$
    select least(count(distinct f.task_id), in_max)::integer
    from free_lanes(in_project, in_kind) here
    left join slot_passed p on p.labeler_id = in_labeler and p.project_id = in_project and p.kind = in_kind and p.lane = here
    cross join lateral (
        select s.entered, s.task_id from slot s
        where s.project_id = in_project and s.kind = in_kind and s.state = 'free' and s.lane = here
          and (s.entered, s.task_id) >=
              (coalesce(p.entered, '0'), coalesce(p.task_id, '00000000-0000-0000-0000-000000000000'))
          and not exists (select 1 from assignment a where a.task_id = s.task_id and a.labeler_id = in_labeler)
        group by s.entered, s.task_id order by s.entered, s.task_id limit in_max) f
$$;

-- A dump that is loaded into another PostgreSQL brings places of transactions that this one has yet to count up to. Called
-- at each start, before anything becomes free: without it, what comes after would stand before what people have passed.
create function slots_moved_here() returns void language plpgsql as $$
begin
    if exists (select 1 from slot_passed where entered > pg_current_xact_id())
       or (select s.entered from slot s order by s.task_id desc limit 1) > pg_current_xact_id() then
        delete from slot_passed;
        update slot set entered = '3' where entered > pg_current_xact_id();
    end if;
end $$;

-- ── handing out ────────────────────────────────────────────────────────────────────────────────────────────────────
-- Nothing reads it, and it would tempt a plan to go through all that a person ever had to find one task among it.
drop index assignment_by_labeler;
create index assignment_expired on assignment (labeler_id, closed_at desc) where state = 'expired';
-- What a person did last, which undoing means; and how often they have worked with a version of a guideline.
create index assignment_done on assignment (labeler_id, closed_at desc) where state in ('judged', 'skipped');
create index assignment_by_guideline on assignment (labeler_id, guideline_version_id) where state = 'judged';

-- Slots whose lease has ended are free again. Those that somebody is working on right now are left to the next time.
create function end_leases(in_now timestamptz, in_max integer) returns integer language sql
    set jit = off set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_material = off as $$
    with ended as (
        select task_id, number from slot where state = 'taken' and lease_until < in_now
        order by lease_until limit in_max for update skip locked),
    freed as (
        update slot s
        set state = case when t.closed_at is null then 'free' else 'closed' end, lease_until = null
        from ended e join task t on t.id = e.task_id
        where s.task_id = e.task_id and s.number = e.number
        returning s.task_id, s.number),
    expired as (
        update assignment a set state = 'expired', closed_at = in_now from freed f
        where a.task_id = f.task_id and a.slot_number = f.number and a.state = 'open'
        returning 1)
    select count(*)::integer from expired
$$;

-- Takes a slot of its task again for an assignment that lost its own: that one, or another that is free. Null when none is.
create function retake(in_assignment uuid, in_task uuid, in_slot integer, in_until timestamptz)
    returns integer language plpgsql set jit = off set enable_seqscan = off as $$
declare
    got integer;
begin
    update slot s set state = 'taken', lease_until = in_until
    from (select f.task_id, f.number from slot f where f.task_id = in_task and f.state = 'free'
          order by f.number = in_slot desc, f.number limit 1 for update skip locked) free
    where s.task_id = free.task_id and s.number = free.number returning s.number into got;
    if not found then
        return null;
    end if;
    update assignment set state = 'open', closed_at = null, slot_number = got, skip_reason = null, skip_note = null
    where id = in_assignment and state in ('expired', 'skipped');
    if not found then
        -- Its owner went on with it at this moment, elsewhere: this slot is not needed.
        update slot set state = 'free', lease_until = null where task_id = in_task and number = got;
        return null;
    end if;
    return got;
end $$;

-- The next task of a kind for a member whose row the caller holds: the one already open, else one whose text they had begun
-- before its lease ended, else the next that is free. Nothing is handed when there is none. The answers are those of a task
-- that was not in this person's hands before: the caller decides their order.
create function hand_out(in_assignment uuid, in_labeler uuid, in_project uuid, in_kind text, in_guideline uuid,
                         in_seed bigint, in_now timestamptz, in_until timestamptz, out handed uuid, out answers uuid[])
    language plpgsql
    -- No bitmaps: only a plain scan takes entries of what was open before out of the index while it passes them, and until the
    -- next vacuum there is one for each judgment that the person made.
    set jit = off set enable_seqscan = off set enable_bitmapscan = off
    set enable_hashjoin = off set enable_mergejoin = off set enable_material = off as $$
declare
    mine   record;
    begun  record;
    taken  record;
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
            handed := mine.id;
            return;
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
                handed := begun.id;
                return;
            end if;
        end loop;

        select t.task, t.place into taken from take_slot(in_labeler, in_project, in_kind, in_until) t;
        if found then
            insert into assignment (id, task_id, slot_number, labeler_id, guideline_version_id, seed, handed_at, state)
            values (in_assignment, taken.task, taken.place, in_labeler, in_guideline, in_seed, in_now, 'open');
            handed := in_assignment;
            answers := array(select x.answer_id from task_answer x where x.task_id = taken.task order by x.position);
            return;
        end if;
        -- Only now it matters that somebody's time may have ended since the last tick.
        exit when end_leases(in_now, 500) = 0;
    end loop;
end $$;

-- ── how much somebody did today ────────────────────────────────────────────────────────────────────────────────────
-- Standing judgments by the quarter of an hour, because that is what days of all time zones begin with.
create table judged_quarter (
    labeler_id uuid not null references labeler,
    quarter    timestamptz not null,
    judged     integer not null,
    seconds    bigint not null,
    primary key (labeler_id, quarter)
) with (fillfactor = 70);
insert into judged_quarter (labeler_id, quarter, judged, seconds)
    select labeler_id, date_bin('15 minutes', judged_at, 'epoch'), count(*), sum(seconds)
    from judgment where withdrawn_at is null group by 1, 2;

-- ── what somebody's work went into ─────────────────────────────────────────────────────────────────────────────────
-- Written when a dataset is frozen: counting it from the judgments would read all that a person ever judged.
create table dataset_labeler (
    dataset_id uuid not null references dataset,
    labeler_id uuid not null references labeler,
    frozen_at  timestamptz not null,
    judgments  bigint not null,
    primary key (dataset_id, labeler_id)
);
create index dataset_labeler_newest on dataset_labeler (labeler_id, frozen_at desc);
insert into dataset_labeler (dataset_id, labeler_id, frozen_at, judgments)
    select d.id, j.labeler_id, d.created_at, count(*)
    from dataset d join dataset_judgment f on f.dataset_id = d.id join judgment j on j.id = f.judgment_id
    group by d.id, j.labeler_id;
