/** Frozen versions of the judgments, and their publication to Kafka. */
@NullMarked
package hone.dataset;

import org.jspecify.annotations.NullMarked;
