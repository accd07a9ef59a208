package hone.labeler;

/** The realm roles that Hone knows, as used in annotations. */
public final class Role {
    /** Does the work that is handed out. */
    public static final String LABELER = "labeler";
    /** Sees and decides on others' judgments. */
    public static final String REVIEWER = "reviewer";
    /** Writes instructions, runs rounds, sees every project. */
    public static final String ADMIN = "admin";
    /** Programs, such as the command line; /api only. */
    public static final String PROGRAM = "program";
    /** Added to one of the above: a script for demo and tests. Whatever it does is marked. */
    public static final String SIMULATED = "simulated";

    private Role() {}
}
