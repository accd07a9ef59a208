package hone.work;

import hone.task.Assignment;
import hone.web.Invalid;

/** A submission that can't be accepted as it is: what is wrong with it, and its assignment as it was at the time. */
final class RefusedForm extends Invalid {
    private static final long serialVersionUID = 1;

    private final transient Assignment assignment;

    RefusedForm(Assignment assignment, Invalid refused) {
        super(refused.fields());
        this.assignment = assignment;
    }

    Assignment assignment() {
        return assignment;
    }
}
