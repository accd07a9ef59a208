/** One run of a stage: its job, its events, its end. */
@NullMarked
package hone.trainer.run;

import org.jspecify.annotations.NullMarked;
