/** A small server that speaks OpenAI's HTTP and decodes the answers of all its callers together. */
@NullMarked
package hone.trainer.serve;

import org.jspecify.annotations.NullMarked;
