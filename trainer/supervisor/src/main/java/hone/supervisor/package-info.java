/** The trainer service; it takes runs from Kafka, drives workers and reports their events. */
@NullMarked
package hone.supervisor;

import org.jspecify.annotations.NullMarked;
