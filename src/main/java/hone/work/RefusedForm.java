package hone.work;

import hone.task.Assignment;
import hone.web.Invalid;

/** A submission that can't be taken as it is: what is wrong with it, and the assignment it was for, as it stood then. */
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
