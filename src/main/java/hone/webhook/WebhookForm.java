package hone.webhook;

import hone.web.Typed;
import java.util.List;
import java.util.Map;

/** The form for a new webhook, shown again as typed if it is refused. */
record WebhookForm(String url, String project, List<String> events) {
    static final WebhookForm EMPTY =
            new WebhookForm("", "", Event.ALL.stream().map(Event::name).toList());

    static WebhookForm of(Map<String, List<String>> sent) {
        return new WebhookForm(line(sent, "url"), line(sent, "project"), sent.getOrDefault("event", List.of()));
    }

    private static String line(Map<String, List<String>> sent, String field) {
        return Typed.line(
                sent.getOrDefault(field, List.of()).stream().findFirst().orElse(""));
    }

    List<String> known() {
        return Event.ALL.stream().map(Event::name).filter(events::contains).toList();
    }
}
