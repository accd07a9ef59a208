package hone.reviews;

import hone.project.LabelWeighing;
import hone.project.ReviewPolicy;
import hone.project.ReviewRule;
import hone.review.Cause;
import hone.review.Reviews;
import hone.task.Assignment;
import hone.web.Complaints;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;
import java.util.UUID;

/** The pages of reviewers. */
@CheckedTemplate(basePath = "reviews")
final class ReviewPages {
    private ReviewPages() {}

    static native TemplateInstance review(Shown page);

    static native TemplateInstance nothing(Nothing page);

    static native TemplateInstance rule(Nothing page);

    static native TemplateInstance disagreement(Split page);

    static native TemplateInstance agreed(String notice, boolean passed);

    /**
     * One judgment that waits.
     *
     * @param count of all that wait, up to a thousand
     * @param instead the form in which the reviewer fixes it
     * @param fixing whether that form is open
     */
    record Shown(
            Reviews.Waiting waiting,
            Assignment assignment,
            Vote vote,
            long count,
            Instead instead,
            boolean fixing,
            String reason,
            Complaints complaints,
            String notice) {
        public UUID judgment() {
            return waiting.judgment();
        }

        public String error(String field) {
            return complaints.sentence(field);
        }
    }

    /**
     * Nothing to decide for this reviewer.
     *
     * @param count of those that wait, but for others
     */
    record Nothing(
            ReviewRule rule,
            List<ReviewPolicy> policies,
            LabelWeighing weighing,
            List<LabelWeighing.Policy> weighings,
            long count,
            Complaints complaints,
            String notice) {
        public boolean isWeighing(LabelWeighing.Policy policy) {
            return weighing.policy() == policy;
        }

        public boolean is(ReviewPolicy policy) {
            return rule.policy() == policy;
        }

        public String error(String field) {
            return complaints.sentence(field);
        }
    }

    /**
     * One task about which people disagree.
     *
     * @param since when the reviewer began to look at it
     * @param passed tasks to be seen later
     */
    record Split(
            UUID task,
            Assignment assignment,
            List<Vote> votes,
            long count,
            Instead instead,
            boolean anew,
            List<Cause> causes,
            String cause,
            String note,
            String since,
            String passed,
            Complaints complaints,
            String notice) {
        public String error(String field) {
            return complaints.sentence(field);
        }

        public boolean isCause(Cause one) {
            return one.word().equals(cause);
        }
    }
}
