/** Training runs, their events and what they measured. */
@NullMarked
package hone.run;

import org.jspecify.annotations.NullMarked;
