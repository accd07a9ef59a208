/** Where reviewers decide about judgments that a scan holds back. */
@NullMarked
package hone.quarantines;

import org.jspecify.annotations.NullMarked;
