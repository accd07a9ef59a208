-- Pauses: who is handed no new work in a project, by a rule that its admins have switched on or by hand, and what they answered.

-- A rule that is switched on. A person is paused when enough of their newest judgments are beyond the bound.
create table pause_rule (
    project_id uuid not null references project,
    rule       text not null check (rule in ('agreement', 'speed', 'side')),
    percent    integer not null check (percent between 1 and 99),
    least      integer not null check (least between 10 and 200), -- judgments of which it needs to be measured
    checked_at timestamptz,                                       -- people who have judged since then are looked at
    primary key (project_id, rule)
);

create table pause (
    id            uuid primary key,
    project_id    uuid not null references project,
    labeler_id    uuid not null references labeler,
    rule          text check (rule in ('agreement', 'speed', 'side')), -- null: by hand
    share         double precision check (share between 0 and 1),      -- what was measured, of so many judgments
    share_of      integer,
    percent       integer,                                             -- the bound at that time
    evidence_from timestamptz,                                         -- the first of the judgments that were looked at
    marked        integer not null default 0,                          -- those that a reviewer is asked about because of it
    paused_by     uuid references labeler,
    reason        text check (length(reason) between 1 and 2000),      -- by hand: for that person to read
    paused_at     timestamptz not null,
    lifted_by     uuid references labeler,
    lifted_at     timestamptz,
    lift_note     text check (length(lift_note) between 1 and 2000),
    check ((rule is null) = (paused_by is not null) and (rule is null) = (reason is not null)),
    check ((rule is null) = (share is null) and (rule is null) = (share_of is null) and (rule is null) = (percent is null)
      and (rule is null) = (evidence_from is null)),
    check ((lifted_at is null) = (lifted_by is null)),
    check (lift_note is null or lifted_at is not null)
);
create unique index pause_active on pause (project_id, labeler_id) where lifted_at is null;
create index pause_of_person on pause (labeler_id, project_id, paused_at desc);
create index pause_ended on pause (project_id, lifted_at desc) where lifted_at is not null;

-- What a paused person answers, and what an admin says to that. A pause that is lifted decides the one that is open.
create table pause_appeal (
    id         uuid primary key,
    pause_id   uuid not null references pause,
    project_id uuid not null references project,
    text       text not null check (length(text) between 1 and 2000),
    sent_at    timestamptz not null,
    decided_by uuid references labeler,
    decided_at timestamptz,
    reply      text check (length(reply) between 1 and 2000),
    check ((decided_at is null) = (decided_by is null)),
    check (reply is null or decided_at is not null)
);
create unique index pause_appeal_open on pause_appeal (pause_id) where decided_at is null;
create index pause_appeal_of_pause on pause_appeal (pause_id, sent_at);
create index pause_appeal_waiting on pause_appeal (sent_at) where decided_at is null;

-- What a person judged before a pause is looked at by a reviewer.
alter table review drop constraint review_cause_check,
    add constraint review_cause_check
        check (cause in ('every', 'sampled', 'new-labeler', 'fast', 'disagreement', 'returned', 'before-pause'));

-- As before (V010), but whoever is paused in a project gets nothing there beside what they have open. Whoever pauses somebody locks
-- their membership, as handing out does, so that no task is handed out after the pause.
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
