package hone.work;

import hone.judgment.Fields;
import hone.web.SentFields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a page of work sent, whatever its kind. Which of the fields count is for {@link VerdictForm} to say. */
final class WorkForm {
    /** What goes with a form and is no part of what was decided: the token, and which draft the page knows. */
    private static final Set<String> BESIDE = Set.of("csrf-token", "known", "writer");

    private WorkForm() {}

    static Fields sent() {
        Map<String, List<String>> fields = new LinkedHashMap<>(SentFields.all());
        fields.keySet().removeAll(BESIDE);
        return new Fields(fields);
    }
}
