/** What a reviewer is shown and what they answer, the same on pages and by the API. */
@NullMarked
package hone.reviewing;

import org.jspecify.annotations.NullMarked;
