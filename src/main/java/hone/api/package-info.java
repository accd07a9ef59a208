/** The API for programs, {@code /api/v1}, which shares its code with the pages, and the page that documents it. */
@NullMarked
package hone.api;

import org.jspecify.annotations.NullMarked;
