/** What reward models say of answers, and what they expected people to decide. */
@NullMarked
package hone.score;

import org.jspecify.annotations.NullMarked;
