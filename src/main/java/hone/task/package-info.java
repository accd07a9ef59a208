/** Tasks, slots, assignments, the queue that hands them out, and what is hidden from anybody who may still judge a task. */
@NullMarked
package hone.task;

import org.jspecify.annotations.NullMarked;
