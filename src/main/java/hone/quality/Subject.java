package hone.quality;

import hone.kind.WorkKind;

/**
 * What people's judgments are compared about.
 *
 * @param criterion the name of the scale or flag in ratings; empty otherwise
 */
record Subject(WorkKind kind, Form form, String criterion) {
    static final Subject COMPARISONS = new Subject(WorkKind.COMPARISON, Form.PREFERENCE, "");
    static final Subject RANKINGS = new Subject(WorkKind.RANKING, Form.ORDER, "");

    static Subject scale(String name) {
        return new Subject(WorkKind.RATING, Form.SCALE, name);
    }

    static Subject flag(String name) {
        return new Subject(WorkKind.RATING, Form.FLAG, name);
    }

    public String label() {
        return criterion.isEmpty() ? kind.label() : kind.label() + ": " + criterion;
    }

    /** What two people judge to agree or not: one of them, and several. */
    public String thing() {
        return kind == WorkKind.RATING ? "answer" : "task";
    }

    public String things() {
        return thing() + "s";
    }

    /** Rankings are measured by tau, everything else by alpha. */
    public String symbol() {
        return form == Form.ORDER ? "τ" : "α";
    }
}
