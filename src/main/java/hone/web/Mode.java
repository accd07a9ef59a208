package hone.web;

/** Where this Hone runs. It decides how strict the start is, nothing else. */
public enum Mode {
    /** One person's machine, as {@code ./hone up} starts it: demo users and known secrets are fine. */
    DEMO,
    /** Everywhere else, and whenever nobody said so: nothing that is publicly known may protect anything. */
    PRODUCTION
}
