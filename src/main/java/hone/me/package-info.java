/** A labeler's own page: how much they have done, how far they agree with others, what reviewers said, and what their work changed. */
@NullMarked
package hone.me;

import org.jspecify.annotations.NullMarked;
