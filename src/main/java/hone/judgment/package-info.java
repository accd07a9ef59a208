/** What a person decided, how it becomes data, and how it is undone. */
@NullMarked
package hone.judgment;

import org.jspecify.annotations.NullMarked;
