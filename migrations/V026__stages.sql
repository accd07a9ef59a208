-- Further stages of training: DPO on pairs and KTO on ratings, without a reward model between; GRPO on answers to the same prompt.
alter table stage_setting drop constraint stage_setting_stage_check,
    add constraint stage_setting_stage_check check (stage in ('sft', 'kto', 'dpo', 'reward', 'ppo', 'grpo', 'generate'));
do $$
declare checked record;
begin
    -- Renamed with their tables; found by what they say.
    for checked in select conrelid::regclass as changed, conname from pg_constraint
            where contype = 'c' and conrelid in ('round_stage'::regclass, 'run'::regclass)
              and pg_get_constraintdef(oid) like '%''ppo''%''generate''%' loop
        execute format('alter table %s drop constraint %I', checked.changed, checked.conname);
    end loop;
end $$;
alter table round_stage
    add constraint round_stage_stage_check check (stage in ('sft', 'kto', 'dpo', 'reward', 'ppo', 'grpo', 'generate'));
alter table run add constraint run_kind_check check (kind in ('sft', 'kto', 'dpo', 'reward', 'ppo', 'grpo', 'generate'));
