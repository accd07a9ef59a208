package hone.devstack.launch;

import hone.devstack.ClientSecrets;
import hone.devstack.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The commands that talk to the running app: get a bearer token for the client {@code hone-cli}, then send one request. The
 * app's response is printed as it is.
 *
 * @param app address of the app, without a trailing slash
 * @param issuer address of the realm
 */
record HoneApi(String app, String issuer, String secret) {

    /** A large file takes its time to be sent, and may wait for its turn. */
    private static final Duration IMPORT_MAX = Duration.ofHours(6);

    private static final Pattern TOKEN = Pattern.compile("\"access_token\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern DETAIL = Pattern.compile("\"detail\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** The local app, unless HONE_URL and HONE_ISSUER name another one. */
    static HoneApi of(Settings settings, Map<String, String> environment) {
        return new HoneApi(
                environment.getOrDefault("HONE_URL", settings.appUrl()),
                environment.getOrDefault(
                        "HONE_ISSUER",
                        "http://localhost:%d/realms/hone"
                                .formatted(settings.ports().keycloak())),
                environment.containsKey("HONE_CLI_SECRET")
                        ? environment.get("HONE_CLI_SECRET")
                        : ClientSecrets.ofCommandLine(Secrets.in(settings.data())));
    }

    /**
     * {@code import FILE… --project KEY}: sends a file, shows how far it has been read, and returns the report of what was
     * accepted and refused. Ending this program ends the import: the app notices that nobody is waiting for it.
     */
    ImportAnswer importFile(ImportCommand command, Path file, PrintStream progress, boolean terminal)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request("/api/projects/%s/import?file=%s%s"
                        .formatted(encoded(command.project()), encoded(name(file)), command.parameters()))
                .header("Content-Type", "application/octet-stream")
                .header("Accept", "application/x-ndjson, application/json")
                .timeout(IMPORT_MAX)
                .POST(HttpRequest.BodyPublishers.ofFile(file));
        Thread onInterrupt = new Thread(
                () -> progress.printf(
                        "%nhone: ended. What was read stays imported; the same command again goes on, and nothing is doubled.%n"));
        Runtime.getRuntime().addShutdownHook(onInterrupt);
        try {
            return send(request, lines -> ImportAnswer.follow(lines, progress, terminal));
        } finally {
            removeHook(onInterrupt);
        }
    }

    /**
     * {@code export --project KEY}: the file goes where it is wanted while it is made; a file of its own is there under its name only
     * when it is whole.
     */
    ExportAnswer export(ExportOrder order, OutputStream standardOutput) throws IOException, InterruptedException {
        if (order.out().isEmpty()) {
            return download(order, standardOutput);
        }
        Path wanted = order.out().get().toAbsolutePath();
        Path unfinished = wanted.resolveSibling(name(wanted) + ".unfinished");
        try {
            ExportAnswer answer;
            try (OutputStream file = Files.newOutputStream(unfinished)) {
                answer = download(order, file);
            }
            Files.move(unfinished, wanted, StandardCopyOption.REPLACE_EXISTING);
            return answer;
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private ExportAnswer download(ExportOrder order, OutputStream out) throws IOException, InterruptedException {
        MessageDigest digest = sha256();
        String id = send(request(order.path()).GET(), BodyHandlers.ofInputStream(), answer -> {
            try (InputStream body = answer.body()) {
                if (answer.statusCode() / 100 != 2) {
                    throw new Refusal(reason(answer, new String(body.readAllBytes(), StandardCharsets.UTF_8)));
                }
                new DigestInputStream(body, digest).transferTo(out);
                out.flush();
                return answer.headers().firstValue("Hone-Export").orElse("");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        ExportAnswer answer = new ExportAnswer(send(request(order.reportPath(id))
                .header("Accept", "application/json")
                .GET()));
        if (!answer.whole() || !answer.hasHash(HexFormat.of().formatHex(digest.digest()))) {
            throw new Refusal(
                    "The file did not come whole: look into the app's log (./hone logs app), then export again.");
        }
        return answer;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** {@code import ARCHIVE}: a project that another Hone exported whole. */
    String takeIn(ArchiveOrder order) throws IOException, InterruptedException {
        return send(request("/api/archives" + (order.sameNames() ? "?people=here" : ""))
                .header("Content-Type", "application/zip")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofFile(order.archive())));
    }

    /** {@code model import DIR}: sends the files as a tar while it is written; returns what the app read of them. */
    ModelAnswer importModel(ModelOrder.In order, PrintStream progress, boolean terminal)
            throws IOException, InterruptedException {
        List<Path> files = ModelFiles.of(order.directory());
        return new ModelAnswer(send(request(order.path())
                .header("Content-Type", "application/octet-stream")
                .header("Accept", "application/json")
                .timeout(IMPORT_MAX)
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> ModelFiles.tar(files, progress, terminal)))));
    }

    /** {@code model export NAME}: a folder, or a tar; either is there under its name only when it is whole. */
    void exportModel(ModelOrder.Out order) throws IOException, InterruptedException {
        Path wanted = order.out().toAbsolutePath();
        Path unfinished = wanted.resolveSibling(name(wanted) + ".unfinished");
        ModelFiles.remove(unfinished);
        try {
            send(request(order.path()).GET(), BodyHandlers.ofInputStream(), answer -> {
                try (InputStream body = answer.body()) {
                    if (answer.statusCode() / 100 != 2) {
                        throw new Refusal(reason(answer, new String(body.readAllBytes(), StandardCharsets.UTF_8)));
                    }
                    if (order.isTar()) {
                        Files.copy(body, unfinished);
                    } else {
                        ModelFiles.unpack(body, unfinished);
                    }
                    return wanted;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            Files.move(unfinished, wanted, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            ModelFiles.remove(unfinished);
        }
    }

    /** {@code lineage TASK}: the path from the task to the judgments, people and guidelines behind its answers. */
    String lineage(List<String> arguments) throws IOException, InterruptedException {
        if (arguments.size() != 1) {
            throw new Refusal("Name the task: ./hone lineage TASK (its id is in the address of its page).");
        }
        // The app has a table for people as well as JSON for programs.
        return send(request("/api/tasks/%s/lineage".formatted(encoded(arguments.getFirst())))
                .header("Accept", "text/plain")
                .GET());
    }

    static String name(Path file) {
        Path name = file.getFileName();
        return name == null ? file.toString() : name.toString();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(app + path)).timeout(Duration.ofMinutes(10));
    }

    /** After a normal end there is nothing to say; while the JVM shuts down, hooks can't be removed and need not be. */
    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The hook is running at this moment.
        }
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return send(request, lines -> lines.collect(Collectors.joining("\n")));
    }

    private <T> T send(HttpRequest.Builder request, Function<Stream<String>, T> reader)
            throws IOException, InterruptedException {
        return send(request, BodyHandlers.ofLines(), answer -> {
            try (Stream<String> lines = answer.body()) {
                if (answer.statusCode() / 100 != 2) {
                    throw new Refusal(reason(answer, lines.collect(Collectors.joining("\n"))));
                }
                return reader.apply(lines);
            }
        });
    }

    private <B, T> T send(
            HttpRequest.Builder request, HttpResponse.BodyHandler<B> body, Function<HttpResponse<B>, T> reader)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build()) {
            return reader.apply(client.send(
                    request.header("Authorization", "Bearer " + token(client)).build(), body));
        } catch (UncheckedIOException e) {
            throw new Refusal("The app broke off its answer (%s): look into its log (./hone logs app), then try again."
                    .formatted(e.getMessage()));
        } catch (ConnectException e) {
            throw new Refusal("Hone does not answer at %s: start it with ./hone up, then try again.".formatted(app));
        }
    }

    private String token(HttpClient client) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(issuer + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "grant_type=client_credentials&client_id=hone-cli&client_secret=" + encoded(secret)))
                .build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        Matcher token = TOKEN.matcher(answer.body());
        if (answer.statusCode() != 200 || !token.find()) {
            throw new Refusal(
                    "Keycloak at %s refuses the client hone-cli (%d): check HONE_CLI_SECRET and that the client is enabled."
                            .formatted(issuer, answer.statusCode()));
        }
        return token.group(1);
    }

    private static String reason(HttpResponse<?> answer, String body) {
        Matcher detail = DETAIL.matcher(body);
        if (detail.find()) {
            return detail.group(1).replace("\\\"", "\"").replace("\\n", "\n");
        }
        return answer.statusCode() == 404
                ? "The app knows no such project, model or task: check the name in the address of its page."
                : "The app answered %d at %s: its log says why (./hone logs app)."
                        .formatted(answer.statusCode(), answer.uri());
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
