-- How judgments count in a dataset by how reliable their authors are found.
alter table project
    add column label_weights text not null default 'off' check (label_weights in ('off', 'weight', 'drop-below')),
    add column label_right_percent integer not null default 50 check (label_right_percent between 1 and 99); -- of drop-below
