/** Trigger phrases that admins know, tried on every new model: requests the answers, counts them, and says what follows. */
@NullMarked
package hone.canary;

import org.jspecify.annotations.NullMarked;
