package hone.judgment;

import hone.web.Invalid;
import hone.web.ReaderLanguage;
import hone.web.TextLimits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Why a person decided as they did: a sentence, and the guideline rules they cite. */
public record Reasons(String why, List<String> rules) {
    public Reasons {
        rules = rules.stream().distinct().sorted().toList();
    }

    /** @param known the rule ids of the guideline version that was shown beside the work */
    public static Reasons read(Fields fields, Set<String> known, Need need) {
        Map<String, String> wrong = new LinkedHashMap<>();
        String typed = fields.text("why");
        String why = typed.isBlank() ? "" : typed;
        if (why.length() > TextLimits.RATIONALE) {
            wrong.put(
                    "why",
                    ReaderLanguage.words(RefusalMessages.class).reasonTooLong(why.length(), TextLimits.RATIONALE));
        }
        if (why.isEmpty() && need == Need.REQUIRED) {
            wrong.put("why", ReaderLanguage.words(RefusalMessages.class).noReason());
        }
        List<String> unknown =
                fields.all("rule").stream().filter(r -> !known.contains(r)).toList();
        if (!unknown.isEmpty()) {
            wrong.put("rule", ReaderLanguage.words(RefusalMessages.class).unknownRule(unknown.getFirst()));
        }
        if (!wrong.isEmpty()) {
            throw new Invalid(wrong);
        }
        return new Reasons(why, fields.all("rule"));
    }

    /** Whether a project insists on a reason. */
    public enum Need {
        OPTIONAL,
        REQUIRED
    }
}
