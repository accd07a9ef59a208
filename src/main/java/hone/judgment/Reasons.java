package hone.judgment;

import hone.web.Invalid;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Why a person decided so: a sentence, and rules of the guideline they cite. */
public record Reasons(String why, List<String> rules) {
    static final int WHY_CHARACTERS_MAX = 4_000;

    public Reasons {
        rules = rules.stream().distinct().sorted().toList();
    }

    /** @param known the rule ids of the guideline version that stood beside the work */
    static Reasons read(Fields fields, Set<String> known, Need need) {
        Map<String, String> wrong = new LinkedHashMap<>();
        String why = fields.text("why").strip();
        if (why.length() > WHY_CHARACTERS_MAX) {
            wrong.put(
                    "why",
                    "The reason has " + why.length() + " characters; at most " + WHY_CHARACTERS_MAX
                            + " are kept. Shorten it and submit again.");
        }
        if (why.isEmpty() && need == Need.REQUIRED) {
            wrong.put("why", "This project asks for a reason. One sentence is enough.");
        }
        List<String> unknown =
                fields.all("rule").stream().filter(r -> !known.contains(r)).toList();
        if (!unknown.isEmpty()) {
            wrong.put("rule", "The guideline beside this task has no rule " + unknown.getFirst() + ". Untick it.");
        }
        if (!wrong.isEmpty()) {
            throw new Invalid(wrong);
        }
        return new Reasons(why, fields.all("rule"));
    }

    /** Whether a project insists on a reason. */
    enum Need {
        OPTIONAL,
        REQUIRED
    }
}
