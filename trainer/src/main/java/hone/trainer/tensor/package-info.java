/** What every stage needs of libtorch: scopes that free tensors, threads, random state. */
@NullMarked
package hone.trainer.tensor;

import org.jspecify.annotations.NullMarked;
