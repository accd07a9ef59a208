/** How fast sampling and PPO are on this machine. */
@NullMarked
package hone.trainer.bench;

import org.jspecify.annotations.NullMarked;
