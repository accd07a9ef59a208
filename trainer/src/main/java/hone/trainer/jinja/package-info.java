/** The Jinja language as chat templates use it: a template in, and out of it text that knows where each character came from. */
@NullMarked
package hone.trainer.jinja;

import org.jspecify.annotations.NullMarked;
