/** The project that a newcomer finds: created once, from a folder with the base model and its samples. */
@NullMarked
package hone.demo;

import org.jspecify.annotations.NullMarked;
