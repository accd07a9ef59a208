-- What labelers are told about their own work.

-- How much a person has judged in all: counted along with judged_quarter, because adding that up would cost more with each day.
create table judged_in_all (
    labeler_id uuid primary key references labeler,
    judged     bigint not null
) with (fillfactor = 70);
insert into judged_in_all (labeler_id, judged) select labeler_id, sum(judged) from judged_quarter group by labeler_id;

-- How far people agree with others, as each of them was told last. It changes only when many tasks have been added, so that nobody
-- learns from it what others said about a task that they may still judge.
create table quality_told (
    labeler_id  uuid not null references labeler,
    project_id  uuid not null references project,
    kind        text not null,
    compared    bigint not null check (compared > 0),
    agreement   double precision not null check (agreement between 0 and 1),
    measured_at timestamptz not null,
    primary key (labeler_id, project_id, kind)
);
insert into quality_told (labeler_id, project_id, kind, compared, agreement, measured_at)
    select l.labeler_id, l.project_id, l.kind, l.compared, l.agreement, c.computed_at
    from quality_labeler l join quality_computed c on c.project_id = l.project_id
    where l.compared >= 30 and c.computed_at is not null;

-- The answers that a person put right: some of them had been called wrong in a conversation.
create index judgment_correction_of_person on judgment (labeler_id, judged_at desc) where withdrawn_at is null and kind = 'correction';
