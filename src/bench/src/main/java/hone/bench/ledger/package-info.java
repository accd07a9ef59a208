/** Looks for every acknowledged judgment in PostgreSQL and on Kafka. */
@NullMarked
package hone.bench.ledger;

import org.jspecify.annotations.NullMarked;
