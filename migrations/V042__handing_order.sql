-- In which order tasks of equal priority are handed out: each project says so for each kind of work.
alter table asked_work
    add column handing_order text not null default 'oldest' check (handing_order in ('oldest', 'random', 'informative'));
create index asked_work_ordered on asked_work (project_id, kind) where handing_order <> 'oldest';

-- The rank of a free slot among those of equal priority, higher first: given in the background where the project has chosen an order
-- other than the oldest first, and 0 until then. Few ranks, because a person's place is known in each lane, and whoever has had all
-- that is free in a lane looks into the next.
alter table slot add column rank smallint not null default 0 check (rank between 0 and 16);
-- Within a priority what came back to be done by somebody else comes first, in one lane, whatever its rank.
alter table slot alter column lane set expression as (priority * 18 + case when returned then 17 else rank end);

-- People stay where they were.
alter table slot_passed drop constraint slot_passed_pkey;
update slot_passed set lane = lane / 2 * 18 + lane % 2 * 17;
alter table slot_passed add primary key (labeler_id, project_id, kind, lane);

-- As before (V008), but another rank is another lane too.
drop trigger slot_enters on slot;
create trigger slot_enters before update of state, priority, rank on slot for each row
    when (new.state = 'free' and (old.state <> 'free' or old.priority <> new.priority or old.rank <> new.rank))
    execute function slot_enters();

-- As before (V008), but it ends where enough was found, however many lanes there are. A task is in two lanes at most: what came back
-- of it, and the rest, which has one rank.
create or replace function free_for(in_labeler uuid, in_project uuid, in_kind text, in_max integer) returns integer
    language sql stable
    set jit = off set enable_seqscan = off set enable_sort = off set enable_bitmapscan = off
    set enable_hashjoin = off set enable_mergejoin = off set enable_material = off set enable_hashagg = off as $$
    select least(count(distinct found.task_id), in_max)::integer from (
        select f.task_id
        from free_lanes(in_project, in_kind) here
        left join slot_passed p on p.labeler_id = in_labeler and p.project_id = in_project and p.kind = in_kind and p.lane = here
        cross join lateral (
            select s.entered, s.task_id from slot s
            where s.project_id = in_project and s.kind = in_kind and s.state = 'free' and s.lane = here
              and (s.entered, s.task_id) >=
                  (coalesce(p.entered, '0'), coalesce(p.task_id, '00000000-0000-0000-0000-000000000000'))
              and not exists (select 1 from assignment a where a.task_id = s.task_id and a.labeler_id = in_labeler)
            group by s.entered, s.task_id order by s.entered, s.task_id limit in_max) f
        limit in_max * 2) found
$$;

-- What the job that gives ranks looks for. With the settings of handing out (V008): right after an import, statistics know nothing of its
-- tasks, and a plan that sorts or hashes would read all that is free for each few tasks.
-- Tasks with a free slot that has no rank, of the highest priority first: that is a lane of its own, the lowest of its priority.
create function free_unranked(in_project uuid, in_kind text, in_max integer) returns setof uuid language sql stable
    set jit = off set enable_seqscan = off set enable_sort = off set enable_bitmapscan = off
    set enable_hashjoin = off set enable_mergejoin = off set enable_material = off as $$
    select s.task_id from free_lanes(in_project, in_kind) as here (lane) cross join lateral (
        select s.task_id from slot s
        where s.project_id = in_project and s.kind = in_kind and s.state = 'free' and s.lane = here.lane
        order by s.entered, s.task_id, s.number limit in_max) s
    where here.lane % 18 = 0 limit in_max
$$;

-- Tasks with a free slot, those made first first, after one of them.
create function free_after(in_project uuid, in_kind text, in_after uuid, in_max integer) returns setof uuid language sql stable
    set jit = off set enable_seqscan = off set enable_sort = off set enable_bitmapscan = off set enable_hashagg = off as $$
    select s.task_id from slot s
    where s.project_id = in_project and s.kind = in_kind and s.state in ('free', 'taken') and s.state = 'free' and s.task_id > in_after
    group by s.task_id order by s.task_id limit in_max
$$;

-- Those of these tasks, and of so many others of their kind about each of these prompts, that have a free slot with a rank.
create function ranked_about(in_tasks uuid[], in_prompts uuid[], in_kind text, in_max integer) returns setof uuid language sql stable
    set jit = off set enable_seqscan = off set enable_bitmapscan = off
    set enable_hashjoin = off set enable_mergejoin = off set enable_material = off as $$
    select t.id from (
        select unnest(in_tasks) as id
        union
        select t.id from unnest(in_prompts) as p (id) cross join lateral (
            select x.id from task x where x.prompt_id = p.id and x.kind = in_kind limit in_max) t) t
    cross join lateral (
        select 1 from slot s
        where s.task_id = t.id and s.kind = in_kind and s.state = 'free' and s.rank > 0 and not s.returned limit 1) s
    order by t.id
$$;

-- How far the free slots of a kind of work have been given their ranks. There is a row as long as the order is another than the oldest
-- first, and until all are in that order again.
create table task_ordering (
    project_id    uuid not null references project,
    kind          text not null,
    handing_order text not null check (handing_order in ('oldest', 'random', 'informative')), -- the one they have, or are being given
    walked_to     uuid,                          -- the last open task that has been given it; null: all have
    changed_at    timestamptz not null,          -- judgments and withdrawals up to this one are in the scores
    changed_id    uuid not null,
    looked_at     timestamptz not null default '-infinity',
    lease_until   timestamptz,                   -- whoever is at it, until then
    primary key (project_id, kind)
);
create index task_ordering_next on task_ordering (looked_at);

-- How much a judgment of a task may tell, when it was last computed. It can be thrown away.
create table task_score (
    task_id          uuid primary key references task,
    judgments        integer not null,
    disagreement     double precision check (disagreement between 0 and 1), -- null: written answers differ by nature
    prompt_judgments integer not null,           -- of the same kind of work, counted up to a bound
    coverage         double precision not null check (coverage between 0 and 1),
    score            double precision not null check (score between 0 and 1),
    rank             smallint not null check (rank between 1 and 16),
    scored_at        timestamptz not null
);
