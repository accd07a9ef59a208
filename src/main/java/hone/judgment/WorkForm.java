package hone.judgment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** The fields that the pages of all kinds of work may send. Which of them count is for {@link VerdictForm} to say. */
public class WorkForm {
    @RestForm
    @Nullable
    String choice;

    @RestForm
    @Nullable
    String why;

    @RestForm
    @Nullable
    List<String> rule;

    @RestForm
    @Nullable
    String text;

    @RestForm("rank-1")
    @Nullable
    String rank1;

    @RestForm("rank-2")
    @Nullable
    String rank2;

    @RestForm("rank-3")
    @Nullable
    String rank3;

    @RestForm("rank-4")
    @Nullable
    String rank4;

    @RestForm("not-rankable")
    @Nullable
    String notRankable;

    @RestForm
    @Nullable
    String sure;

    Fields fields() {
        Map<String, List<String>> values = new LinkedHashMap<>();
        put(values, "choice", choice);
        put(values, "why", why);
        put(values, "text", text);
        put(values, "rank-1", rank1);
        put(values, "rank-2", rank2);
        put(values, "rank-3", rank3);
        put(values, "rank-4", rank4);
        put(values, "not-rankable", notRankable);
        put(values, Pace.SURE, sure);
        if (rule != null) {
            values.put("rule", rule);
        }
        return new Fields(values);
    }

    private static void put(Map<String, List<String>> values, String name, @Nullable String value) {
        if (value != null) {
            values.put(name, List.of(value));
        }
    }
}
