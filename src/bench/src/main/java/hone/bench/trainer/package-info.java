/** The trainer as other programs use it: processes with a job file, an events file and checkpoints. */
@NullMarked
package hone.bench.trainer;

import org.jspecify.annotations.NullMarked;
