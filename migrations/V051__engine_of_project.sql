-- Who trains: each project says whether it leaves that to the installation, and each run keeps what was asked for.
alter table project
    add column engine text not null default 'default' check (engine in ('default', 'hone', 'trl', 'openrlhf'));
alter table run
    add column engine text check (engine in ('hone', 'trl', 'openrlhf')); -- null: whoever trains by default where the trainer is
