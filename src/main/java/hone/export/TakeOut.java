package hone.export;

import hone.dataset.Dataset;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.project.Project;
import hone.token.Scope;
import hone.web.NotFound;
import hone.web.Refused;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads what somebody asks for, page or program, and begins to send it. */
@ApplicationScoped
public class TakeOut {
    private final SendExport sending;
    private final Pseudonyms.Repo pseudonyms;
    private final Dataset.Repo datasets;
    private final ArchiveTables tables;
    private final SchemaVersion schema;
    private final Checkpoints checkpoints;
    private final HiddenInWhole hidden;
    private final SignedIn me;

    TakeOut(
            SendExport sending,
            Pseudonyms.Repo pseudonyms,
            Dataset.Repo datasets,
            ArchiveTables tables,
            SchemaVersion schema,
            Checkpoints checkpoints,
            HiddenInWhole hidden,
            SignedIn me) {
        this.sending = sending;
        this.pseudonyms = pseudonyms;
        this.datasets = datasets;
        this.tables = tables;
        this.schema = schema;
        this.checkpoints = checkpoints;
        this.hidden = hidden;
        this.me = me;
    }

    /** As it stands in the address; what is empty is not asked. */
    public record Query(
            Optional<String> format,
            Optional<String> container,
            ExportAsked.People people,
            Optional<String> dataset,
            boolean all,
            Checkpoints.Chosen models) {
        /** All accepted judgments of a project in a format. */
        public static Query judgments(Optional<String> format, Optional<String> container, ExportAsked.People people) {
            return new Query(format, container, people, Optional.empty(), false, Checkpoints.Chosen.NONE);
        }

        /** A frozen dataset as a directory. */
        public static Query dataset(int number, Optional<String> container) {
            return new Query(
                    Optional.empty(),
                    container,
                    ExportAsked.People.BY_PSEUDONYM,
                    Optional.of(Integer.toString(number)),
                    false,
                    Checkpoints.Chosen.NONE);
        }

        /**
         * A whole project as an archive.
         *
         * @param models whose weights go along: all, current or none
         */
        public static Query project(ExportAsked.People people, Optional<String> models) {
            return new Query(
                    Optional.empty(), Optional.empty(), people, Optional.empty(), true, Checkpoints.Chosen.of(models));
        }

        static Query of(MultivaluedMap<String, String> parameters) {
            return new Query(
                    said(parameters, "format"),
                    said(parameters, "container"),
                    said(parameters, "names").isPresent()
                            ? ExportAsked.People.BY_NAME
                            : ExportAsked.People.BY_PSEUDONYM,
                    said(parameters, "dataset"),
                    said(parameters, "all").isPresent(),
                    Checkpoints.Chosen.of(said(parameters, "models")));
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
    public Response send(Project project, Query query, UUID by, UUID judge, RoutingContext request) {
        refuseNames(query);
        if (query.all()) {
            return whole(project, query, by, judge, request);
        }
        if (query.dataset().isPresent()) {
            return dataset(project, query, by, judge, request);
        }
        return judgments(project, query, by, judge, request);
    }

    /** Who did what is more than what was done: a token that may export needs another scope for it. */
    private void refuseNames(Query query) {
        if (query.people() == ExportAsked.People.BY_NAME
                && !me.has(Role.ADMIN)
                && !me.has(Role.PROGRAM)
                && !me.has(Scope.PEOPLE_READ)) {
            throw new Refused(
                    403,
                    "Not allowed",
                    "Names of people need the scope " + Scope.PEOPLE_READ
                            + " too; without “names” they are exported under pseudonyms.");
        }
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
                        checkpoints.of(project.id, query.models())),
                request);
    }
}
