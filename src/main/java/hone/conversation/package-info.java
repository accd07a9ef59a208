/** Prompts (message lists) and the answers given to them. */
@NullMarked
package hone.conversation;

import org.jspecify.annotations.NullMarked;
