/** Today: what waits for a labeler, and what their work changed. */
@NullMarked
package hone.home;

import org.jspecify.annotations.NullMarked;
