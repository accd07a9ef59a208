package hone.api;

import hone.webhook.Event;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** The messages of webhooks, which OpenAPI 3.1 describes beside the operations. */
final class WebhookDocument {
    private static final Map<String, String> HEADERS = Map.of(
            "webhook-id", "Stays the same when the message is sent again.",
            "webhook-timestamp", "Seconds since 1970, when this attempt was made.",
            "webhook-signature",
                    "`v1,` and the signature, as defined by Standard Webhooks; several are separated by blanks.");

    private WebhookDocument() {}

    static void addTo(OpenAPI document) {
        Event.ALL.forEach(event ->
                document.addWebhook(event.name(), OASFactory.createPathItem().POST(operation(event))));
    }

    private static Operation operation(Event event) {
        Operation operation = OASFactory.createOperation()
                .summary(event.name())
                .description("Sent when " + event.about()
                        + ". A receiver verifies the signature and answers with 2xx within 15 seconds; otherwise the message is "
                        + "sent again, for a day.")
                .tags(List.of("Webhooks"))
                .security(List.of())
                .requestBody(OASFactory.createRequestBody()
                        .required(true)
                        .content(OASFactory.createContent()
                                .addMediaType(
                                        "application/json",
                                        OASFactory.createMediaType()
                                                .schema(message(event))
                                                .example(example(event)))))
                .responses(OASFactory.createAPIResponses()
                        .addAPIResponse(
                                "200", OASFactory.createAPIResponse().description("The message was received.")));
        HEADERS.keySet().stream()
                .sorted()
                .forEach(name -> operation.addParameter(OASFactory.createParameter()
                        .in(Parameter.In.HEADER)
                        .name(name)
                        .required(true)
                        .description(HEADERS.get(name))
                        .schema(text())));
        return operation;
    }

    private static Schema message(Event event) {
        Schema data = object().addProperty("project", text().description("The project’s slug."));
        event.example().forEach((name, value) -> data.addProperty(name, of(name, value)));
        data.addRequired("project");
        event.example().keySet().stream()
                .filter(name -> !event.optional().contains(name))
                .forEach(data::addRequired);
        return object().addProperty("type", text().enumeration(List.of(event.name())))
                .addProperty("timestamp", text().format("date-time").description("When it happened."))
                .addProperty("data", data)
                .required(List.of("type", "timestamp", "data"));
    }

    private static Schema of(String name, Object example) {
        return switch (example) {
            case Integer number -> OASFactory.createSchema().addType(Schema.SchemaType.INTEGER);
            case Boolean flag -> OASFactory.createSchema().addType(Schema.SchemaType.BOOLEAN);
            default -> name.endsWith("Id") ? text().format("uuid") : text();
        };
    }

    private static Map<String, Object> example(Event event) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("project", "kind-endings");
        event.example().forEach((name, value) -> {
            if (!event.optional().contains(name)) {
                data.put(name, value);
            }
        });
        return Map.of("type", event.name(), "timestamp", "2026-11-01T09:30:00Z", "data", data);
    }

    private static Schema object() {
        return OASFactory.createSchema().addType(Schema.SchemaType.OBJECT);
    }

    private static Schema text() {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING);
    }
}
