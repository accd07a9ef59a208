package hone.devstack.hostile;

import java.util.List;

/**
 * A form of one of our pages, filled in such a way that it is refused, with a text that took time to type.
 *
 * @param fields encoded, with {@code *} in place of the text
 */
record RefusedForm(String path, String fields) {
    private static final String TOO_LONG = "*" + "y".repeat(5_000);

    static final List<RefusedForm> ALL = List.of(
            new RefusedForm("/work/{assignment}", "why=*"),
            new RefusedForm("/work/{assignment}", "choice=c9&why=*"),
            new RefusedForm("/work/{assignment}/question", "question=" + TOO_LONG),
            new RefusedForm("/work/{assignment}/skip", "reason=nonsense&note=*"),
            new RefusedForm("/projects", "name=" + TOO_LONG),
            new RefusedForm("/p/{slug}/settings", "name=&description=*"),
            new RefusedForm("/p/{slug}/people", "username=two+words+*"),
            new RefusedForm("/p/{slug}/talk", "say=*" + "y".repeat(40_000)),
            new RefusedForm("/p/{slug}/guidelines/{kind}/edit", "markdown=*&revision=nonsense"),
            new RefusedForm("/p/{slug}/guidelines/{kind}/publish", "markdown=*&note=&revision=nonsense"));

    String body(String typed) {
        return fields.replace("*", typed);
    }
}
