/** The pages of quizzes: a person takes one question by question, and admins say of what it consists and what it asks for. */
@NullMarked
package hone.quizzes;

import org.jspecify.annotations.NullMarked;
