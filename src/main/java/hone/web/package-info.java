/** The frame around every page: layout, errors as pages or problem+json, sanitized Markdown. */
@NullMarked
package hone.web;

import org.jspecify.annotations.NullMarked;
