/** What the owners of tables say about an archive of a whole project, which of their rows belong to it; and tars. */
@NullMarked
package hone.archive;

import org.jspecify.annotations.NullMarked;
