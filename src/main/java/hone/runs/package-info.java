/** The list of training runs and the page of each: its curves, what it made, and how it compares with other runs. */
@NullMarked
package hone.runs;

import org.jspecify.annotations.NullMarked;
