package hone.web;

/** Where this Hone runs. It decides how strict the checks at startup are, nothing else. */
public enum Mode {
    /** One person's machine, as {@code ./hone up} starts it: demo users and known secrets are fine. */
    DEMO,
    /** Everywhere else, and whenever no mode is set: nothing that is publicly known may protect anything. */
    PRODUCTION
}
