/** Language models: their configuration, the parts that families of them are built from, and what is read off them. */
@NullMarked
package hone.trainer.decoder;

import org.jspecify.annotations.NullMarked;
