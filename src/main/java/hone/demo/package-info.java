/** The project that a newcomer finds: made once, from a folder that holds the base model and its samples. */
@NullMarked
package hone.demo;

import org.jspecify.annotations.NullMarked;
