/** Where reviewers decide: judgments that wait for them, and tasks about which people disagree. */
@NullMarked
package hone.reviews;

import org.jspecify.annotations.NullMarked;
