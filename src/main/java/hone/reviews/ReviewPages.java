package hone.reviews;

import hone.comment.CommentThread;
import hone.project.LabelWeighing;
import hone.project.Project;
import hone.project.ReviewPolicy;
import hone.project.ReviewRule;
import hone.project.ScanPolicy;
import hone.review.Cause;
import hone.review.Reviews;
import hone.reviewing.Vote;
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
     * @param thread what was said about it
     * @param count of all that wait, up to a thousand
     * @param instead the form in which the reviewer fixes it
     * @param fixing whether that form is open
     */
    record Shown(
            Reviews.Waiting waiting,
            Assignment assignment,
            Vote vote,
            CommentThread thread,
            long count,
            Instead instead,
            boolean fixing,
            String reason,
            Complaints complaints,
            String notice) {
        /** The same with the form open in which it is fixed. */
        Shown fixing(Instead form, String typed, Complaints refused) {
            return new Shown(waiting, assignment, vote, thread, count, form, true, typed, refused, notice);
        }

        Shown typed(String typed, Complaints refused) {
            return new Shown(waiting, assignment, vote, thread, count, instead, false, typed, refused, notice);
        }

        public UUID judgment() {
            return waiting.judgment();
        }

        public String error(String field) {
            return complaints.sentence(field);
        }
    }

    /**
     * Nothing to decide for this reviewer, and the policies that an admin may change.
     *
     * @param count of those that wait, but for others
     */
    record Nothing(
            ReviewRule rule,
            LabelWeighing weighing,
            ScanPolicy scan,
            boolean scored,
            long count,
            Complaints complaints,
            String notice) {
        static Nothing of(Project project, long count) {
            return new Nothing(
                    project.review(),
                    project.labelWeighing(),
                    project.scan(),
                    project.scored,
                    count,
                    Complaints.NONE,
                    "");
        }

        Nothing saying(String said) {
            return new Nothing(rule, weighing, scan, scored, count, complaints, said);
        }

        /** The same with what was sent and refused. */
        Nothing refused(ReviewRule wanted, Complaints why) {
            return new Nothing(wanted, weighing, scan, scored, count, why, notice);
        }

        public List<ReviewPolicy> policies() {
            return List.of(ReviewPolicy.values());
        }

        public List<LabelWeighing.Policy> weighings() {
            return List.of(LabelWeighing.Policy.values());
        }

        public List<ScanPolicy> scans() {
            return List.of(ScanPolicy.values());
        }

        public boolean isScanning(ScanPolicy policy) {
            return scan == policy;
        }

        public boolean isWeighing(LabelWeighing.Policy policy) {
            return weighing.policy() == policy;
        }

        public boolean isReviewing(ReviewPolicy policy) {
            return rule.policy() == policy;
        }

        public String error(String field) {
            return complaints.sentence(field);
        }
    }

    /**
     * What was sent about a disagreement and refused.
     *
     * @param anew whether the reviewer decides anew
     */
    record Sent(boolean anew, String cause, String note, Complaints complaints) {
        static final Sent NOTHING = new Sent(false, "", "", Complaints.NONE);
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
            Sent sent,
            String since,
            String passed,
            String notice) {
        Split saying(String said) {
            return new Split(task, assignment, votes, count, instead, sent, since, passed, said);
        }

        Split refused(Instead form, Sent typed) {
            return new Split(task, assignment, votes, count, form, typed, since, passed, notice);
        }

        public long differing() {
            return votes.size();
        }

        public List<Cause> causes() {
            return List.of(Cause.values());
        }

        public String error(String field) {
            return sent.complaints().sentence(field);
        }

        public boolean isCause(Cause one) {
            return one.word().equals(sent.cause());
        }
    }
}
