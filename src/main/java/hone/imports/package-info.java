/** Reading files of prompts and answers, in the background and from programs, with a report of each. */
@NullMarked
package hone.imports;

import org.jspecify.annotations.NullMarked;
