/** Quizzes: what a person answers before they are handed work of a kind, their tries, and what follows from them. */
@NullMarked
package hone.quiz;

import org.jspecify.annotations.NullMarked;
