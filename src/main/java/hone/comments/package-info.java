/** The page of what was said about one judgment: its author's, its reviewers' and the admins'. */
@NullMarked
package hone.comments;

import org.jspecify.annotations.NullMarked;
