/** The page of a task in one person’s hands: its forms, and what is sent, skipped, asked and undone. */
@NullMarked
package hone.work;

import org.jspecify.annotations.NullMarked;
