/** OpenLineage events about freezes, runs and deployments, sent to the operator's collector. */
@NullMarked
package hone.openlineage;

import org.jspecify.annotations.NullMarked;
