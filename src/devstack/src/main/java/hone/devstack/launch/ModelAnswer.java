package hone.devstack.launch;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the app says about a model that was brought, for a terminal. */
record ModelAnswer(String json) {
    private static final double MILLION = 1e6;

    String sentence() {
        StringBuilder said = new StringBuilder(
                json.contains("\"added\":true")
                        ? "%s is here now".formatted(text("name"))
                        : "These files are here already, as %s".formatted(text("name")));
        said.append(String.format(
                Locale.ROOT,
                ": %s, %.1f million parameters, context of %s tokens, chat template %s, licence %s.",
                text("family"),
                number("parameters") / MILLION,
                number("contextTokens"),
                text("chatTemplate"),
                maybe("licence").orElse("none found")));
        maybe("baseOf").ifPresent(project -> said.append(" It is the base of %s.".formatted(project)));
        Matcher left = Pattern.compile("\"leftOut\":\\[([^\\]]+)]").matcher(json);
        if (left.find()) {
            said.append(" Left out, since a model needs none of them: ")
                    .append(left.group(1).replace("\"", "").replace(",", ", "))
                    .append('.');
        }
        return said.toString();
    }

    private String text(String name) {
        return maybe(name).orElse("");
    }

    private Optional<String> maybe(String name) {
        Matcher found =
                Pattern.compile("\"" + name + "\":\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(json);
        return found.find()
                ? Optional.of(found.group(1).replace("\\\"", "\"").replace("\\\\", "\\"))
                : Optional.empty();
    }

    private long number(String name) {
        Matcher found = Pattern.compile("\"" + name + "\":([0-9]+)").matcher(json);
        return found.find() ? Long.parseLong(found.group(1)) : 0;
    }
}
