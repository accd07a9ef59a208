-- What programs may do here, and what Hone tells them.

-- ── tokens of service accounts ─────────────────────────────────────────────────────────────────────────────────────
-- An account is a row of "labeler" that nobody signs in as; what it judges is marked as simulated. Of a token only the hash is kept.
create table api_token (
    id           uuid primary key,
    labeler_id   uuid not null references labeler,     -- the account that it acts as; a renewed token acts as the same one
    project_id   uuid references project,              -- the only project it is for; null: every one
    beginning    text not null check (length(beginning) between 6 and 20), -- shown, so that it is found again
    sha256       text not null unique check (sha256 ~ '^[0-9a-f]{64}$'),
    scopes       text[] not null check (cardinality(scopes) > 0),
    created_by   uuid not null references labeler,
    created_at   timestamptz not null,
    expires_at   timestamptz,                          -- null: never
    last_used_at timestamptz,
    revoked_at   timestamptz,
    revoked_by   uuid references labeler
);
create index api_token_by_time on api_token (created_at desc);

-- Through which account a person worked, when it was not in their own browser.
alter table assignment add column through_id uuid references labeler;

-- ── writes that a program sends again ──────────────────────────────────────────────────────────────────────────────
-- Written in the transaction of the work, so the answer is there exactly when the work is done.
create table answered_request (
    labeler_id  uuid not null references labeler,
    key         text not null check (length(key) between 1 and 255),
    request     text not null,                         -- sha256 over method, address and body
    status      integer not null,
    headers     jsonb not null,
    body        text not null,
    answered_at timestamptz not null,
    primary key (labeler_id, key)
);
create index answered_request_by_time on answered_request (answered_at);

-- ── webhooks ───────────────────────────────────────────────────────────────────────────────────────────────────────
create table webhook (
    id               uuid primary key,
    project_id       uuid references project,          -- null: what happens in any project
    url              text not null check (length(url) between 8 and 2000),
    events           text[] not null check (cardinality(events) > 0),
    secret           text not null,                    -- whsec_…: it signs, so it is kept as it is
    secret_before    text,                             -- signs beside the new one until it ends
    secret_before_until timestamptz,
    created_by       uuid references labeler,
    created_at       timestamptz not null,
    disabled_at      timestamptz,
    disabled_because text,
    check ((secret_before is null) = (secret_before_until is null)),
    check ((disabled_at is null) = (disabled_because is null))
);

-- What happened, once, however many are told.
create table webhook_message (
    id          uuid primary key,                      -- the header webhook-id: the same in every attempt
    project_id  uuid not null references project,
    type        text not null,
    payload     text not null,
    happened_at timestamptz not null
);
create index webhook_message_by_time on webhook_message (happened_at);

create table webhook_delivery (
    webhook_id  uuid not null references webhook,
    message_id  uuid not null references webhook_message,
    state       text not null default 'waiting' check (state in ('waiting', 'delivered', 'dead')),
    attempts    integer not null default 0,
    due_at      timestamptz not null,
    lease_until timestamptz,                           -- while an instance sends it; then it is due for any again
    ended_at    timestamptz,
    primary key (webhook_id, message_id),
    check ((state = 'waiting') = (ended_at is null))
);
create index webhook_delivery_due on webhook_delivery (webhook_id, due_at) where state = 'waiting';
create index webhook_delivery_ended on webhook_delivery (ended_at) where ended_at is not null;
create index webhook_delivery_by_message on webhook_delivery (message_id);

create table webhook_attempt (
    webhook_id  uuid not null,
    message_id  uuid not null,
    number      integer not null check (number > 0),
    at          timestamptz not null,
    millis      integer not null,
    status      integer,                               -- null: no answer came
    problem     text,
    answer      text not null default '' check (length(answer) <= 1000),
    primary key (webhook_id, message_id, number),
    foreign key (webhook_id, message_id) references webhook_delivery on delete cascade
);

-- ── lineage for others ─────────────────────────────────────────────────────────────────────────────────────────────
-- OpenLineage events that wait for the operator's collector; those for Kafka go by the outbox.
create table lineage_event (
    sequence    bigint generated always as identity primary key,
    payload     text not null,
    created_at  timestamptz not null,
    attempts    integer not null default 0,
    due_at      timestamptz not null,
    lease_until timestamptz,
    sent_at     timestamptz,
    given_up_at timestamptz,
    problem     text
);
create index lineage_event_waiting on lineage_event (sequence) where sent_at is null and given_up_at is null;
