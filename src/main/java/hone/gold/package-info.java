/** The page of gold: tasks that are proposed, those in use and what people answered, and how often they are mixed in. */
@NullMarked
package hone.gold;

import org.jspecify.annotations.NullMarked;
