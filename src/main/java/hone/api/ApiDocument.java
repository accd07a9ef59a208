package hone.api;

import com.fasterxml.jackson.annotation.JsonTypeName;
import hone.kind.WorkKind;
import hone.review.Cause;
import hone.review.ReviewCause;
import hone.token.Scope;
import jakarta.annotation.security.RolesAllowed;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Discriminator;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/**
 * Adds to the OpenAPI document what applies to the whole API: authentication, errors, idempotency keys, and the kinds of work, whose
 * only list are the constants.
 */
public class ApiDocument implements OASFilter {
    private static final String TOKEN = "token";
    static final List<Class<?>> RESOURCES = List.of(
            MeApi.class,
            ProjectsApi.class,
            PeopleApi.class,
            GuidelinesApi.class,
            TasksApi.class,
            AssignmentApi.class,
            ReviewsApi.class,
            DisagreementsApi.class,
            ImportsApi.class,
            ArchivesApi.class,
            JudgmentsApi.class,
            DatasetsApi.class,
            RunsApi.class,
            ModelsApi.class,
            ModelImportsApi.class,
            ExportsApi.class,
            FormatsApi.class);
    /** Repeating them changes nothing anyway, and their transactions are others than that of a key. */
    private static final Set<String> WITHOUT_KEY =
            Set.of("importArchive", "importModel", "takeBackImport", "bringBackImport");

    private static final List<String> WITH_KIND =
            List.of("Guideline", "NextTask", "Assignment", "Review", "Disagreement");

    private static final List<String> WITH_CAUSE = List.of("Adoption", "DecisionAnew", "LeftAsTheyAre");

    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.getInfo()
                .title("Hone")
                .version("1")
                .description(
                        "Projects, people, guidelines, imports, tasks, reviews, judgments, datasets, runs, models and exports, for programs. Send a token as "
                                + "`Authorization: Bearer hone_…`; an admin can create one on the Tokens page. Errors are "
                                + "`application/problem+json` (RFC 9457). Lists are paged: send `next` as `cursor`. A write with an "
                                + "`Idempotency-Key` is carried out only once within 24 hours.");
        document.setServers(List.of(OASFactory.createServer().url("/").description("This Hone.")));
        addToken(document);
        addProblem(document);
        List.copyOf(document.getPaths().getPathItems().keySet()).stream()
                .filter(path -> !path.startsWith("/api/v1/"))
                .forEach(page -> document.getPaths().removePathItem(page));
        Map<String, String> scopes = scopes();
        document.getPaths().getPathItems().values().forEach(path -> complete(path, scopes));
        nameKinds(document.getComponents().getSchemas());
        nameCauses(document.getComponents().getSchemas());
        RequiredFields.addTo(document.getComponents().getSchemas(), RESOURCES);
        WebhookDocument.addTo(document);
    }

    private static void addToken(OpenAPI document) {
        String scopes = Scope.all().stream()
                .map(scope -> "- `" + scope.name() + "`: " + scope.about())
                .collect(Collectors.joining("\n"));
        document.getComponents()
                .addSecurityScheme(
                        TOKEN,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .description(
                                        "One of Hone’s own tokens (`hone_…`), or an access token of the identity provider. Scopes (write access "
                                                + "includes read access):\n\n" + scopes));
        document.setSecurity(List.of(OASFactory.createSecurityRequirement().addScheme(TOKEN)));
    }

    private static void addProblem(OpenAPI document) {
        Schema problem = OASFactory.createSchema()
                .addType(Schema.SchemaType.OBJECT)
                .description("An error, RFC 9457.")
                .addProperty("type", text("about:blank"))
                .addProperty("title", text("Invalid input"))
                .addProperty(
                        "status",
                        OASFactory.createSchema()
                                .addType(Schema.SchemaType.INTEGER)
                                .examples(List.of(400)))
                .addProperty("detail", text("A project needs a name."))
                .addProperty("reference", text("4be1a2f0").description("Identifies the error in the server log."))
                .addProperty(
                        "fields",
                        OASFactory.createSchema()
                                .addType(Schema.SchemaType.OBJECT)
                                .description("A sentence for each invalid field.")
                                .additionalPropertiesSchema(
                                        OASFactory.createSchema().addType(Schema.SchemaType.STRING))
                                .examples(List.of(Map.of("name", "A project needs a name."))))
                .required(List.of("type", "title", "status"));
        document.getComponents().addSchema("Problem", problem);
    }

    private static Schema text(String example) {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING).examples(List.of(example));
    }

    /** The scope of each operation, from the annotation that is enforced. */
    private static Map<String, String> scopes() {
        Map<String, String> scopes = new TreeMap<>();
        for (Class<?> resource : RESOURCES) {
            for (Method method : resource.getDeclaredMethods()) {
                var operation = method.getAnnotation(org.eclipse.microprofile.openapi.annotations.Operation.class);
                RolesAllowed allowed = Optional.ofNullable(method.getAnnotation(RolesAllowed.class))
                        .orElse(resource.getAnnotation(RolesAllowed.class));
                if (operation != null && allowed != null) {
                    scopes.put(
                            operation.operationId(),
                            Arrays.stream(allowed.value())
                                    .filter(role -> Scope.named(role).isPresent())
                                    .map(scope -> "`" + scope + "`")
                                    .collect(Collectors.joining(" or ")));
                }
            }
        }
        return scopes;
    }

    private static void complete(PathItem path, Map<String, String> scopes) {
        path.getOperations().forEach((method, operation) -> {
            operation.setSecurity(null);
            Optional.ofNullable(scopes.get(operation.getOperationId()))
                    .filter(scope -> !scope.isEmpty())
                    .ifPresent(scope -> operation.setDescription(
                            operation.getDescription() + " Requires the scope " + scope + "."));
            boolean writes = method != PathItem.HttpMethod.GET;
            error(operation, "400", "Invalid input; `fields` says what is wrong.");
            error(operation, "401", "The token is missing or invalid.");
            error(operation, "403", "The token lacks the scope.");
            error(operation, "404", "Not found, or not visible to this token.");
            error(operation, "429", "Too many requests; see `Retry-After`.");
            error(operation, "503", "No room for it at this moment, or the database is restarting; see `Retry-After`.");
            if (writes) {
                error(
                        operation,
                        "409",
                        "Not possible in the current state, or a request with the same key is in progress.");
                error(operation, "415", "Unsupported media type.");
            }
            if (operation.getOperationId().startsWith("export")) {
                error(
                        operation,
                        "409",
                        "As many exports as allowed are being written, or this token may judge a part of it.");
            }
            if (writes && !WITHOUT_KEY.contains(operation.getOperationId())) {
                error(operation, "422", "The key was used for another request.");
                operation.addParameter(OASFactory.createParameter()
                        .in(Parameter.In.HEADER)
                        .name(Once.KEY)
                        .description(
                                "The request is carried out only once within 24 hours. Use a new key for each operation.")
                        .schema(text("5c1f8a52-8d0e-4a76-9a0c-3f2f4a0f5b11").maxLength(255)));
            }
            List<Parameter> parameters = operation.getParameters() == null ? List.of() : operation.getParameters();
            if (parameters.stream().anyMatch(p -> Shapes.IF_MATCH.equals(p.getName()))) {
                error(operation, "412", "Somebody has changed it since.");
                error(operation, "428", "`If-Match` is missing.");
            }
            parameters.forEach(ApiDocument::describe);
        });
    }

    private static void describe(Parameter parameter) {
        switch (parameter.getName()) {
            case "slug" ->
                parameter.description("The project’s name in addresses.").example("kind-endings");
            case "kind" -> parameter.setSchema(kinds());
            case "number" -> parameter.setDescription("Its number in the project.");
            case "username" -> parameter.setDescription("As it is typed at sign-in.");
            case Shapes.IF_MATCH -> parameter.setDescription("The ETag of the version that was read.");
            case Worker.ON_BEHALF_OF ->
                parameter.setDescription("The user name of the member who does this work; requires `"
                        + Scope.TASKS_DELEGATE + "`, to review `" + Scope.REVIEWS_DELEGATE
                        + "`. Without it, the work is the account’s own and is marked as simulated.");
            default -> {}
        }
    }

    private static void error(Operation operation, String status, String description) {
        Content content = OASFactory.createContent()
                .addMediaType(
                        hone.web.Problem.MEDIA_TYPE,
                        OASFactory.createMediaType()
                                .schema(OASFactory.createSchema().ref("#/components/schemas/Problem")));
        APIResponse response =
                OASFactory.createAPIResponse().description(description).content(content);
        operation.getResponses().addAPIResponse(status, response);
    }

    private static Schema kinds() {
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.STRING)
                .enumeration(new ArrayList<>(WorkKind.names()))
                .examples(List.of(WorkKind.names().getFirst()));
    }

    private static void nameKinds(Map<String, Schema> schemas) {
        WITH_KIND.forEach(name -> named(schemas, name).addProperty("kind", kinds()));
        Map<String, String> shapes = new TreeMap<>();
        for (Class<?> shape : VerdictJson.class.getPermittedSubclasses()) {
            String kind = shape.getAnnotation(JsonTypeName.class).value();
            String schema = shape.getSimpleName() + "Verdict";
            shapes.put(kind, "#/components/schemas/" + schema);
            named(schemas, schema)
                    .addProperty(
                            "kind",
                            OASFactory.createSchema()
                                    .addType(Schema.SchemaType.STRING)
                                    .enumeration(List.of(kind)));
        }
        Discriminator discriminator =
                OASFactory.createDiscriminator().propertyName("kind").mapping(shapes);
        named(schemas, "Verdict").discriminator(discriminator);
    }

    private static void nameCauses(Map<String, Schema> schemas) {
        List<Object> whyReviewed = Arrays.stream(ReviewCause.values())
                .<Object>map(ReviewCause::word)
                .toList();
        List<Object> whyDisputed =
                Arrays.stream(Cause.values()).<Object>map(Cause::word).toList();
        cause(named(schemas, "Review")).enumeration(whyReviewed).examples(List.of(whyReviewed.getFirst()));
        WITH_CAUSE.forEach(
                name -> cause(named(schemas, name)).enumeration(whyDisputed).examples(List.of(whyDisputed.getFirst())));
    }

    private static Schema cause(Schema shape) {
        return Objects.requireNonNull(shape.getProperties().get("cause"));
    }

    private static Schema named(Map<String, Schema> schemas, String name) {
        return Optional.ofNullable(schemas.get(name))
                .orElseThrow(() -> new IllegalStateException("the document has no schema " + name));
    }
}
