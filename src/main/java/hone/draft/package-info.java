/** What people type into forms and have not sent: kept for them, one text per form, and never overwritten unseen. */
@NullMarked
package hone.draft;

import org.jspecify.annotations.NullMarked;
