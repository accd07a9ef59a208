-- More judgments of a task about which people disagree, and how many judgments one person may give in a day.
alter table asked_work add column judgments_if_disputed integer check (judgments_if_disputed between judgments and 20); -- null: no more
alter table task add column added integer not null default 0 check (added >= 0 and added < asked); -- of those asked, because people disagreed
alter table project
    add column daily_max integer not null default 0 check (daily_max between 0 and 10000); -- judgments of one person in 24 hours; 0: any number
