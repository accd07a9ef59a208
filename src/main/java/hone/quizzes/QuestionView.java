package hone.quizzes;

import hone.guideline.Guidelines;
import hone.judgment.Fields;
import hone.quiz.QuizTries.Next;
import hone.task.Assignment;
import hone.web.Complaints;
import hone.work.WorkView.Shown;
import java.util.ArrayList;
import java.util.List;

/**
 * The page of a question, for the parts of the work page that it shares.
 *
 * @param where its quiz
 * @param fields what was just refused
 * @param alone whether only the question is rendered, for a page that has the rest
 */
record QuestionView(
        Where where,
        Next next,
        Questions.Question question,
        Guidelines.Text guideline,
        Fields fields,
        Complaints complaints,
        boolean alone) {
    /** The quiz's project and kind. */
    record Where(hone.project.Project project, hone.kind.WorkKind kind) {
        String address() {
            return "/p/" + project.slug + "/quiz/" + kind.wireName();
        }
    }

    public String quizAddress() {
        return where.address();
    }

    public String address() {
        return where.address() + "/" + next.position();
    }

    public Assignment.Conversation prompt() {
        return question.prompt();
    }

    public List<Shown> answers() {
        List<Shown> cards = new ArrayList<>();
        for (Assignment.Shown answer : question.answers()) {
            int position = cards.size() + 1;
            cards.add(new Shown(position, Character.toString('A' + position - 1), answer.id(), answer.text()));
        }
        return List.copyOf(cards);
    }

    public boolean chosen(String field, String value) {
        return fields.has(field, value);
    }

    public String error(String field) {
        return complaints.sentence(field);
    }
}
