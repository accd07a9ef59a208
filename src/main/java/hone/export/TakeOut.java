package hone.export;

import hone.dataset.Dataset;
import hone.model.ModelVersion;
import hone.project.Project;
import hone.web.NotFound;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads what somebody asks for, page or program, and begins to send it. */
@ApplicationScoped
class TakeOut {
    private final SendExport sending;
    private final Pseudonyms.Repo pseudonyms;
    private final Dataset.Repo datasets;
    private final ArchiveTables tables;
    private final SchemaVersion schema;
    private final ModelVersion.Repo models;
    private final Checkpoints checkpoints;
    private final HiddenInWhole hidden;

    TakeOut(
            SendExport sending,
            Pseudonyms.Repo pseudonyms,
            Dataset.Repo datasets,
            ArchiveTables tables,
            SchemaVersion schema,
            ModelVersion.Repo models,
            Checkpoints checkpoints,
            HiddenInWhole hidden) {
        this.sending = sending;
        this.pseudonyms = pseudonyms;
        this.datasets = datasets;
        this.tables = tables;
        this.schema = schema;
        this.models = models;
        this.checkpoints = checkpoints;
        this.hidden = hidden;
    }

    /** As it stands in the address; what is empty is not asked. */
    record Query(
            Optional<String> format,
            Optional<String> container,
            ExportAsked.People people,
            Optional<String> dataset,
            boolean all) {
        static Query of(MultivaluedMap<String, String> parameters) {
            return new Query(
                    said(parameters, "format"),
                    said(parameters, "container"),
                    said(parameters, "names").isPresent()
                            ? ExportAsked.People.BY_NAME
                            : ExportAsked.People.BY_PSEUDONYM,
                    said(parameters, "dataset"),
                    said(parameters, "all").isPresent());
        }

        private static Optional<String> said(MultivaluedMap<String, String> parameters, String name) {
            return Optional.ofNullable(parameters.getFirst(name))
                    .map(String::strip)
                    .filter(text -> !text.isEmpty());
        }
    }

    /**
     * @param judge whose open work is left out
     */
    Response send(Project project, Query query, UUID by, UUID judge, RoutingContext request) {
        if (query.all()) {
            return whole(project, query, by, judge, request);
        }
        if (query.dataset().isPresent()) {
            return dataset(project, query, by, judge, request);
        }
        return judgments(project, query, by, judge, request);
    }

    private Response dataset(Project project, Query query, UUID by, UUID judge, RoutingContext request) {
        Dataset dataset = datasets.numbered(project.id, number(query.dataset().orElseThrow()));
        hidden.refuseFor(judge, project.id);
        ExportAsked asked = ExportAsked.dataset(query.container());
        return sending.send(
                new SendExport.Begin(
                        project,
                        asked,
                        Optional.of(dataset.id),
                        project.slug + "-dataset-" + dataset.number + ".zip",
                        by),
                new WriteDataset(project, dataset, asked.writtenContainer(), pseudonyms.of(project.id)),
                request);
    }

    private static int number(String text) {
        if (!text.matches("[0-9]{1,9}")) {
            throw new NotFound("dataset " + text);
        }
        return Integer.parseInt(text);
    }

    private Response judgments(Project project, Query query, UUID by, UUID judge, RoutingContext request) {
        ExportAsked asked = ExportAsked.judgments(query.format(), query.container(), query.people());
        return sending.send(
                new SendExport.Begin(
                        project,
                        asked,
                        Optional.empty(),
                        project.slug + "-" + asked.format() + "." + asked.container(),
                        by),
                new WriteJudgments(project.id, judge, asked, pseudonyms.of(project.id)),
                request);
    }

    private Response whole(Project project, Query query, UUID by, UUID judge, RoutingContext request) {
        hidden.refuseFor(judge, project.id);
        ExportAsked asked = ExportAsked.project(query.people());
        List<ArchiveTables.Shape> shapes = tables.inOrder();
        return sending.send(
                new SendExport.Begin(project, asked, Optional.empty(), project.slug + ".hone.zip", by),
                new WriteProject(
                        project,
                        asked.people(),
                        pseudonyms.of(project.id),
                        shapes,
                        schema.newest(),
                        models.of(project.id).stream()
                                .sorted(java.util.Comparator.comparing(model -> model.sha256))
                                .flatMap(model -> checkpoints.of(model.sha256).stream())
                                .distinct()
                                .toList()),
                request);
    }
}
