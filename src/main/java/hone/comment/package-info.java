/** What author, reviewers and admins say to each other about one person's judgment of a task. */
@NullMarked
package hone.comment;

import org.jspecify.annotations.NullMarked;
