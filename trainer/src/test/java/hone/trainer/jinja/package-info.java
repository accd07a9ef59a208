@NullMarked
package hone.trainer.jinja;

import org.jspecify.annotations.NullMarked;
