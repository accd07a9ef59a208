/** Text to tokens and back, chat templates, and training of a byte-level BPE. */
@NullMarked
package hone.trainer.tokenizer;

import org.jspecify.annotations.NullMarked;
