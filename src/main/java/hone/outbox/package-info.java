/** Rows waiting for Kafka, written in the transaction that makes them true, and the relay that sends them. */
@NullMarked
package hone.outbox;

import org.jspecify.annotations.NullMarked;
