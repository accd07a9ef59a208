/** What people hear of: the bell in the frame of every page, and the list that it leads to. */
@NullMarked
package hone.notice;

import org.jspecify.annotations.NullMarked;
