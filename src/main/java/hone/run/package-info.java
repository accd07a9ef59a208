/** Training runs and their events. */
@NullMarked
package hone.run;

import org.jspecify.annotations.NullMarked;
