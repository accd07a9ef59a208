-- The API lists judgments of one kind in the order in which they were accepted; without this it reads those of all kinds.
create index judgment_accepted_by_kind on judgment (project_id, kind, accepted_at, id)
    where accepted_at is not null and withdrawn_at is null;

-- Imports whose reader died are ended by whoever looks first, every minute.
create index import_batch_open on import_batch (lease_until) where ended_at is null;
alter table import_batch drop constraint import_batch_outcome_check;
alter table import_batch add constraint import_batch_outcome_check check (outcome in
    ('read', 'cancelled', 'hung-up', 'lines', 'time', 'refusals', 'unreadable', 'discarded', 'lost'));

-- Whether there is anything to send again, and what.
create index webhook_delivery_dead on webhook_delivery (webhook_id) where state = 'dead';

-- An event goes by each transport that is configured: one row for each, so that a collector that is away holds up no other.
alter table lineage_event add column transport text not null default 'http' check (transport in ('http', 'kafka'));
alter table lineage_event alter column transport drop default;
drop index lineage_event_waiting;
create index lineage_event_waiting on lineage_event (transport, sequence) where sent_at is null and given_up_at is null;
