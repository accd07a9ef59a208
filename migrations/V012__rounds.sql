-- One word for one turn of the circle, here as everywhere: a round.
alter table iteration rename to round;
alter table iteration_step rename to round_step;
alter table round_step rename column iteration_id to round_id;
alter table run rename column iteration_id to round_id;
alter index iteration_one_at_a_time rename to round_one_at_a_time;
alter index run_by_iteration rename to run_by_round;
do $$
declare old record;
begin
    for old in select conrelid::regclass as renamed, conname from pg_constraint where conname like '%iteration%' loop
        execute format('alter table %s rename constraint %I to %I', old.renamed, old.conname, replace(old.conname, 'iteration', 'round'));
    end loop;
end $$;
