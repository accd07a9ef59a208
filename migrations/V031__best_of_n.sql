-- Best of n is a stage of rounds: the policy is fine-tuned on the best of several answers of its own.
alter table stage_setting drop constraint stage_setting_stage_check,
    add constraint stage_setting_stage_check
        check (stage in ('sft', 'kto', 'dpo', 'reward', 'best-of-n', 'ppo', 'grpo', 'generate'));
alter table round_stage drop constraint round_stage_stage_check,
    add constraint round_stage_stage_check
        check (stage in ('sft', 'kto', 'dpo', 'reward', 'best-of-n', 'ppo', 'grpo', 'generate'));
alter table run drop constraint run_kind_check,
    add constraint run_kind_check check (kind in ('sft', 'kto', 'dpo', 'reward', 'best-of-n', 'ppo', 'grpo', 'generate'));
