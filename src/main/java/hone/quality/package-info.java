/** How far people agree and what each of them tends to, measured in the background and shown to reviewers and admins. */
@NullMarked
package hone.quality;

import org.jspecify.annotations.NullMarked;
