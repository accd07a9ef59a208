/** What the model that a policy began as says of a dataset's answers, for stages that compare with it. */
@NullMarked
package hone.trainer.reference;

import org.jspecify.annotations.NullMarked;
