-- How far people agree, and what each of them tends to. All of it is computed in the background from the judgments that count, and
-- can be thrown away: pages read these rows alone.

-- When a project was measured last, and who is measuring it now.
create table quality_computed (
    project_id  uuid primary key references project,
    lease_until timestamptz,                     -- whoever measures it, until then
    computed_at timestamptz,                     -- the judgments that counted at this time
    took_millis bigint not null default 0,       -- the next time waits for a multiple of this
    judgments   bigint not null default 0
);

-- Agreement within one part of a project's judgments: all, those under one guideline version, or those of one week.
create table quality_measure (
    project_id           uuid not null references project,
    scope                text not null check (scope in ('project', 'guideline', 'week')),
    guideline_version_id uuid references guideline_version,
    week                 date,                    -- its Monday
    kind                 text not null,
    form                 text not null check (form in ('preference', 'scale', 'flag', 'order')),
    criterion            text not null,           -- of ratings; empty otherwise
    judgments            bigint not null,
    simulated            bigint not null,         -- those of them that a script gave
    items                bigint not null,         -- judged by two or more
    estimate             double precision,        -- alpha, or tau of orders; null where it is not defined
    low                  double precision,        -- its 95 % interval
    high                 double precision,
    undefined            text,                    -- why there is no estimate
    raw                  double precision,        -- agreement with chance included, the mean over items
    check ((scope = 'guideline') = (guideline_version_id is not null)),
    check ((scope = 'week') = (week is not null)),
    check ((estimate is null) = (undefined is not null)),
    check ((low is null) = (high is null)),
    check ((items = 0) = (raw is null)),
    unique nulls not distinct (project_id, scope, guideline_version_id, week, kind, form, criterion)
);

-- What one person tends to in one kind of work: shares, each with what it is a share of.
create table quality_labeler (
    project_id    uuid not null references project,
    labeler_id    uuid not null references labeler,
    kind          text not null,
    judgments     bigint not null,
    compared      bigint not null,                -- tasks that somebody else has judged too
    agreement     double precision,               -- with the others there
    left_share    double precision,
    left_of       bigint not null,
    longer_share  double precision,
    longer_of     bigint not null,
    tie_share     double precision,
    tie_of        bigint not null,
    seconds       double precision not null,      -- the median time
    seconds_low   double precision,
    seconds_high  double precision,
    primary key (project_id, kind, labeler_id),
    check ((compared = 0) = (agreement is null))
);
-- The page begins with those who agree least, of those of whom enough is known.
create index quality_labeler_by_agreement on quality_labeler (project_id, kind, (compared < 30), agreement, labeler_id);

-- Whether anything was undone since: only judgments that were taken back are here.
create index judgment_undone on judgment (project_id, withdrawn_at) where withdrawn_at is not null;
