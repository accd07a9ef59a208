/** What is trained on: documents, demonstrations, batches of token rows and their resumable order. */
@NullMarked
package hone.trainer.data;

import org.jspecify.annotations.NullMarked;
