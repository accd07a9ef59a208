"""What every engine needs to keep the worker's contract (trainer/contract/README.md): jobs, events, checkpoints, rows as tokens."""
