-- Comparisons may be trained on as probabilities.
alter table project drop constraint project_label_weights_check;
alter table project add constraint project_label_weights_check check (label_weights in ('off', 'weight', 'soft-label', 'drop-below'));
