-- People hear of a pause, and of its end, by the bell.
alter table notice drop constraint notice_what_check;
alter table notice add constraint notice_what_check
    check (what in ('comment', 'returned', 'fixed', 'rejected', 'answered', 'paused', 'pause_lifted', 'pause_upheld'));
