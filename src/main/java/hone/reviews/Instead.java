package hone.reviews;

import hone.guideline.Criterion;
import hone.guideline.Guidelines;
import hone.guideline.Rules;
import hone.judgment.Fields;
import hone.kind.WorkKind;
import hone.task.Assignment;
import hone.web.Complaints;
import hone.web.SentFields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The form in which a reviewer decides in place of others: the fields of the work itself.
 *
 * @param complaints about what was just refused
 */
record Instead(Assignment assignment, Rules rules, Fields fields, Complaints complaints) {
    /** Fields of the page that are no part of the decision. */
    private static final Set<String> AROUND = Set.of("csrf-token", "do", "reason", "cause", "note", "since", "passed");

    /** A step of the scale between two answers. */
    record Step(String value, String label) {}

    private static final List<Step> SCALE = List.of(
            new Step("a3", "1 much better"),
            new Step("a2", "1 better"),
            new Step("a1", "1 slightly better"),
            new Step("tie", "Tie"),
            new Step("b1", "2 slightly better"),
            new Step("b2", "2 better"),
            new Step("b3", "2 much better"),
            new Step("bad", "Both bad"));

    /** Filled with what the author sent. */
    static Instead asSent(Assignment assignment, Guidelines.Text guideline) {
        Fields sent =
                assignment.draft().map(draft -> new Fields(draft.fields())).orElse(Fields.NONE);
        return new Instead(assignment, guideline.rules(), sent, Complaints.NONE);
    }

    static Instead empty(Assignment assignment, Guidelines.Text guideline) {
        return new Instead(assignment, guideline.rules(), Fields.NONE, Complaints.NONE);
    }

    Instead refused(Fields typed, Complaints why) {
        return new Instead(assignment, rules, typed, why);
    }

    static Fields sent() {
        Map<String, List<String>> fields = new LinkedHashMap<>(SentFields.all());
        fields.keySet().removeAll(AROUND);
        return new Fields(fields);
    }

    public WorkKind kind() {
        return assignment.kind();
    }

    /** Which fields the form has. */
    public String shape() {
        return switch (kind()) {
            case COMPARISON -> "pair";
            case RANKING -> "order";
            case RATING -> "criteria";
            case CORRECTION, DEMONSTRATION -> "text";
        };
    }

    public List<Step> scale() {
        return SCALE;
    }

    public List<Integer> positions() {
        return IntStream.rangeClosed(1, assignment.answers().size()).boxed().toList();
    }

    public List<Criterion> criteria() {
        return Criterion.of(rules);
    }

    public boolean chosen(String field, String value) {
        return fields.has(field, value);
    }

    public boolean rankIs(int position, int rank) {
        return fields.has("rank-" + position, Integer.toString(rank));
    }

    public String typed(String field) {
        return fields.text(field);
    }

    public boolean cites(String rule) {
        return fields.has("rule", rule);
    }

    public List<String> errors() {
        return List.copyOf(complaints.byField().values());
    }
}
