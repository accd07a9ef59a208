package hone.outbox;

/** A row was added to the outbox; once its transaction has committed, the relay need not wait for its next tick. */
record OutboxGrew() {}
