/** Talking to the current model, and what becomes of a thumb: a bad answer becomes a correction task with its conversation. */
@NullMarked
package hone.talk;

import org.jspecify.annotations.NullMarked;
