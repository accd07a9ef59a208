/** What labelers asked about guidelines, with the task at which each question came up, and its answer. */
@NullMarked
package hone.questions;

import org.jspecify.annotations.NullMarked;
