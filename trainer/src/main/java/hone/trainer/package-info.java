/** The trainer's command line; each stage is a package of its own. */
@NullMarked
package hone.trainer;

import org.jspecify.annotations.NullMarked;
