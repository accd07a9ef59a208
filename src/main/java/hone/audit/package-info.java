/** Who did what, when. */
@NullMarked
package hone.audit;

import org.jspecify.annotations.NullMarked;
