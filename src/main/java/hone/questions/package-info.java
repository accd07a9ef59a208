/** What labelers asked about guidelines, each beside the task it came up with, and its answer. */
@NullMarked
package hone.questions;

import org.jspecify.annotations.NullMarked;
