"""What every engine needs to keep the contract of trainer/contract/README.md: jobs, events, checkpoints, rows as tokens."""
