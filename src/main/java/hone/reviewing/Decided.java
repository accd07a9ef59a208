package hone.reviewing;

import hone.guideline.Rules;
import hone.judgment.Fields;
import hone.judgment.Reasons;
import hone.judgment.Verdict;
import hone.task.Assignment;
import hone.work.Judging;
import java.util.Set;

/** What a reviewer decided in place of others. */
public record Decided(Verdict verdict, Reasons reasons) {
    /**
     * @param assignment whose order of answers was shown
     * @param rules of the guideline beside it
     * @throws hone.web.Invalid with a sentence for each field that makes no sense
     */
    public static Decided read(Assignment assignment, Rules rules, Fields fields) {
        return new Decided(
                Judging.read(assignment.kind(), assignment.answers(), rules, fields),
                Reasons.read(fields, Set.copyOf(rules.ids()), Reasons.Need.OPTIONAL));
    }
}
