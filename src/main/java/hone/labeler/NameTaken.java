package hone.labeler;

import hone.web.Conflict;

/** Somebody signed in under a name that belongs to another person here. They have no account until an admin has settled it. */
final class NameTaken {
    private NameTaken() {}

    static Conflict of(String username) {
        return new Conflict(
                "The user name " + username + " belongs to somebody else here: a person who has worked under it "
                        + "before. You were not let in, so that you don’t take over their work. Ask an admin to free the name "
                        + "under People in a project, or whoever runs the sign-in to give you another one.");
    }
}
