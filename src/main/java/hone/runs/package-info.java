/** The list of training runs and the page of each: curves, what it made, what was measured beside other runs. */
@NullMarked
package hone.runs;

import org.jspecify.annotations.NullMarked;
