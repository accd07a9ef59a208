package hone.datasets;

import hone.dataset.DatasetPreview;
import hone.dataset.Definition;
import hone.dataset.Giver;
import hone.kind.WorkKind;
import hone.labeler.Role;
import hone.project.CurrentProject;
import hone.project.Project;
import hone.web.Complaints;
import hone.web.LocalDay;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Choosing what a dataset is frozen from, with a preview; freezing sends the same fields. */
@Path("/p/{slug}/datasets/new")
@RolesAllowed(Role.ADMIN)
@RunOnVirtualThread
class DefinitionPage {
    private final CurrentProject here;
    private final DatasetPreview preview;
    private final DefinitionChoices choices;
    private final LocalDay day;

    DefinitionPage(CurrentProject here, DatasetPreview preview, DefinitionChoices choices, LocalDay day) {
        this.here = here;
        this.preview = preview;
        this.choices = choices;
        this.day = day;
    }

    @CheckedTemplate(basePath = "datasets")
    static class Templates {
        static native TemplateInstance choose(Project project, Chosen chosen);
    }

    /**
     * What the page shows.
     *
     * @param fields as typed
     * @param counts of what they choose; empty where they can't be read
     */
    record Chosen(
            Map<String, List<String>> fields,
            Complaints complaints,
            Optional<DatasetPreview.Counts> counts,
            List<DefinitionChoices.Named> guidelines,
            List<DefinitionChoices.Named> labelers) {
        public List<WorkKind> kinds() {
            return Arrays.asList(WorkKind.values());
        }

        /** What texts to pre-train on are chosen by, among the kinds. */
        public String documents() {
            return Definition.DOCUMENTS;
        }

        public List<Giver> givers() {
            return Arrays.asList(Giver.values());
        }

        public String typed(String field) {
            List<String> sent = fields.getOrDefault(field, List.of());
            return sent.isEmpty() ? "" : sent.getFirst();
        }

        public boolean has(String field, Object value) {
            return fields.getOrDefault(field, List.of()).contains(value.toString());
        }

        /** The same fields again, to be sent by the button that freezes. */
        public List<Field> sent() {
            return fields.entrySet().stream()
                    .filter(field -> FIELDS.contains(field.getKey()))
                    .flatMap(field -> field.getValue().stream().map(value -> new Field(field.getKey(), value)))
                    .toList();
        }
    }

    /** A field of a form. */
    record Field(String name, String value) {}

    private static final List<String> FIELDS =
            List.of("kind", "from", "until", "guideline", "labeler", "giver", "language", "source", "weight");

    @GET
    public TemplateInstance choose(String slug, @Context UriInfo address) {
        Project project = here.enter(slug);
        Map<String, List<String>> fields = Map.copyOf(address.getQueryParameters());
        return page(project, fields, DefinitionFields.of(fields, ZoneId.of(day.getZone())));
    }

    TemplateInstance page(Project project, Map<String, List<String>> fields, DefinitionFields.Read read) {
        return Templates.choose(
                project,
                new Chosen(
                        fields,
                        read.complaints(),
                        read.complaints().any()
                                ? Optional.empty()
                                : Optional.of(preview.of(project, read.definition())),
                        choices.guidelines(project.id),
                        choices.labelers(project.id)));
    }
}
