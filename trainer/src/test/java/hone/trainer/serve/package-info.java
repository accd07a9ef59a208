/** The server, asked over HTTP with the model that ships. */
@NullMarked
package hone.trainer.serve;

import org.jspecify.annotations.NullMarked;
