package hone.work;

import hone.judgment.Fields;
import hone.web.SentFields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a work page sent, whatever its kind. {@link VerdictForm} decides which of the fields count. */
final class WorkForm {
    /** Fields that are sent with a form but are not part of the decision: the token, and which draft the page knows. */
    private static final Set<String> METADATA = Set.of("csrf-token", "known", "writer");

    private WorkForm() {}

    static Fields sent() {
        Map<String, List<String>> fields = new LinkedHashMap<>(SentFields.all());
        fields.keySet().removeAll(METADATA);
        return new Fields(fields);
    }
}
