/** Language models: their configuration, the parts that families are built from, and what is computed from their outputs. */
@NullMarked
package hone.trainer.decoder;

import org.jspecify.annotations.NullMarked;
