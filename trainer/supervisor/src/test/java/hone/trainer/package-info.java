/** A stand-in for the trainer, so that the supervisor's tests need no libtorch. */
@NullMarked
package hone.trainer;

import org.jspecify.annotations.NullMarked;
