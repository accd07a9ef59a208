/** A small server with OpenAI's HTTP API that decodes the answers of all its callers together. */
@NullMarked
package hone.trainer.serve;

import org.jspecify.annotations.NullMarked;
