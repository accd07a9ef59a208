/** Tasks, slots, assignments, and the queue that hands them out. */
@NullMarked
package hone.task;

import org.jspecify.annotations.NullMarked;
