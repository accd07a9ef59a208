-- What a person has typed into a form and not sent yet, one row a form; it goes when the form is sent.
create table text_draft (
    labeler_id uuid        not null references labeler,
    place      text        not null check (length(place) between 1 and 200), -- which form: the path it is sent to
    fields     jsonb       not null check (octet_length(fields::text) <= 2000000),
    version    integer     not null,
    writer     text        not null check (length(writer) <= 40),            -- which open page saved it last
    saved_at   timestamptz not null,
    primary key (labeler_id, place)
);

-- Which open page saved the draft of a task last: another page of the same person is told instead of overwriting it.
alter table draft add column writer text not null default '' check (length(writer) <= 40);
