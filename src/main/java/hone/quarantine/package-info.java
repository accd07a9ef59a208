/** Judgments that a scan of a dataset's comparisons holds back, what it found, and what reviewers decide. */
@NullMarked
package hone.quarantine;

import org.jspecify.annotations.NullMarked;
