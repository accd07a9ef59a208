package hone.outbox;

/** A row was put into the outbox; once its transaction has committed, the relay need not wait for its tick. */
record OutboxGrew() {}
