package hone.token;

import hone.web.Typed;
import java.util.List;
import java.util.Map;

/** The form for a new token, shown again as typed if it is refused. */
record TokenForm(String name, String project, String days, List<String> scopes) {
    static final TokenForm EMPTY = new TokenForm("", "", "90", List.of());

    static TokenForm of(Map<String, List<String>> sent) {
        return new TokenForm(
                line(sent, "name"), line(sent, "project"), line(sent, "days"), sent.getOrDefault("scope", List.of()));
    }

    private static String line(Map<String, List<String>> sent, String field) {
        return Typed.line(
                sent.getOrDefault(field, List.of()).stream().findFirst().orElse(""));
    }
}
