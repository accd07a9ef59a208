package hone.webhook;

import hone.archive.ArchivedTable;
import hone.archive.TablesOfProject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** Webhooks stay: whoever takes a project in decides whom to tell. */
@ApplicationScoped
class WebhooksInArchive implements TablesOfProject {
    @Override
    public List<ArchivedTable> archived() {
        return List.of();
    }

    @Override
    public Map<String, String> staying() {
        return Map.of(
                "webhook", "Its secret and its receiver belong to this Hone's operator.",
                "webhook_message", "It was told to receivers of this Hone.",
                "webhook_delivery", "It was told to receivers of this Hone.",
                "webhook_attempt", "It was told to receivers of this Hone.");
    }
}
