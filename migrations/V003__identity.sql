-- Who a person is, and what they may not see yet.

-- ── a person is the subject of an identity provider, not a name ────────────────────────────────────────────────────
-- Rows from before know no issuer: the next sign-in of their subject, or of their name where there is no subject, adds it.
alter table labeler
    add column issuer text,
    add column name_refused_at timestamptz,      -- when another subject last came under this name and was not let in
    add check (issuer is null or subject is not null);
alter table labeler drop constraint labeler_subject_key;
create unique index labeler_by_subject on labeler (subject, coalesce(issuer, ''));
create index labeler_name_refused on labeler (name_refused_at) where name_refused_at is not null;

-- Sessions that the identity provider has ended: every instance reads them until their tokens have expired anyway.
create table ended_session (
    sid      text primary key,
    ended_at timestamptz not null
);
create index ended_session_by_time on ended_session (ended_at);

-- ── blind judging ──────────────────────────────────────────────────────────────────────────────────────────────────
create function lately_done(person uuid, asked uuid) returns boolean language sql stable parallel safe as $$
    select exists (
        select 1 from (
            select a.task_id from assignment a where a.labeler_id = person and a.state in ('judged', 'skipped')
            order by a.closed_at desc limit 10) last
        where last.task_id = asked)
$$;

-- A place of the task is free, or is in somebody's hands who may give it back.
create function may_come_to(person uuid, asked uuid) returns boolean language sql stable parallel safe as $$
    select exists (
        select 1 from slot s join member m on m.project_id = s.project_id
        where s.task_id = asked and s.state in ('free', 'taken') and m.labeler_id = person)
$$;

-- Whether a task is in a person's hands, or may come or come back into them: then its answers, their models and what others
-- decided are shown to them nowhere. One rule for every page, so it is here. The last ten things that somebody did can be
-- undone (UndoLast), a judgment until a dataset holds it, a skip until the task is somebody else's.
create function may_still_judge(person uuid, asked uuid) returns boolean language sql stable parallel safe as $$
    select case (select a.state from assignment a where a.task_id = asked and a.labeler_id = person)
        when 'open' then true
        when 'released' then false
        when 'judged' then lately_done(person, asked) and not exists (
            select 1 from judgment j join dataset_judgment d on d.judgment_id = j.id
            where j.task_id = asked and j.labeler_id = person and j.withdrawn_at is null)
        when 'skipped' then lately_done(person, asked) and may_come_to(person, asked)
        else may_come_to(person, asked)
    end
$$;

-- The same of any task about a prompt: for texts that belong to no task, such as the rows of a dataset.
create function may_still_be_asked(person uuid, about uuid) returns boolean language sql stable parallel safe as $$
    select exists (select 1 from task t where t.prompt_id = about and may_still_judge(person, t.id))
$$;

-- An answer that no task shows yet will be asked about as soon as there is one.
create function may_still_see_blind(person uuid, shown uuid) returns boolean language sql stable parallel safe as $$
    select coalesce((select bool_or(may_still_judge(person, t.task_id)) from task_answer t where t.answer_id = shown),
                    exists (select 1 from answer a join prompt p on p.id = a.prompt_id
                            join member m on m.project_id = p.project_id
                            where a.id = shown and a.source = 'model' and m.labeler_id = person))
$$;
