/** A project's tasks: the list, and what became of each. */
@NullMarked
package hone.tasks;

import org.jspecify.annotations.NullMarked;
