package hone.work;

import hone.guideline.Rules;
import hone.judgment.Fields;
import hone.judgment.Verdict;
import hone.kind.WorkKind;
import hone.task.Assignment;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;

/** What is specific to each kind of work where it is judged: how its form is read, and its page. */
public final class Judging {
    private Judging() {}

    @CheckedTemplate(basePath = "work")
    static class Templates {
        static native TemplateInstance comparison(WorkView view);

        static native TemplateInstance ranking(WorkView view);

        static native TemplateInstance rating(WorkView view);

        static native TemplateInstance correction(WorkView view);

        static native TemplateInstance demonstration(WorkView view);
    }

    static TemplateInstance page(WorkView view) {
        return switch (view.kind()) {
            case COMPARISON -> Templates.comparison(view);
            case RANKING -> Templates.ranking(view);
            case RATING -> Templates.rating(view);
            case CORRECTION -> Templates.correction(view);
            case DEMONSTRATION -> Templates.demonstration(view);
        };
    }

    /**
     * Reads a form: the sides that were shown become answers; a field that makes no sense is refused with a sentence about it.
     *
     * @param presented the answers in the order in which this person saw them
     * @param rules of the guideline that was shown beside them
     */
    public static Verdict read(WorkKind kind, List<Assignment.Shown> presented, Rules rules, Fields fields) {
        return switch (kind) {
            case COMPARISON -> VerdictForm.comparison(presented, fields);
            case RANKING -> VerdictForm.ranking(presented, fields);
            case RATING -> RatingForm.read(presented, rules, fields);
            case CORRECTION -> VerdictForm.correction(presented, fields);
            case DEMONSTRATION -> VerdictForm.demonstration(fields);
        };
    }
}
