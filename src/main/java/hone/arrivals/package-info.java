/** Base models that admins bring: their files on the way in, what was read of them, and what becomes of them. */
@NullMarked
package hone.arrivals;

import org.jspecify.annotations.NullMarked;
