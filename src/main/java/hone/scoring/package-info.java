/** Asks reward models about the answers of open tasks, before people judge them. */
@NullMarked
package hone.scoring;

import org.jspecify.annotations.NullMarked;
