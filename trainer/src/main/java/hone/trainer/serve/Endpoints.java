package hone.trainer.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import hone.contract.CheckpointManifest;
import hone.trainer.run.RunFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.regex.Pattern;

/** All endpoints of the server. Every failure becomes an error object, never a stack trace. */
final class Endpoints implements HttpHandler {
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final String CONTROL = "/control/models/";
    private static final String INSPECT = "/control/inspect";
    private static final String MODELS = "/v1/models/";

    private final Models models;
    private final Completions completions;
    private final Optional<Control> control;
    private final DecodeLoop loop;
    private final Bodies bodies;
    private final Inspections inspections = new Inspections();

    /**
     * Who may send requests, and what else may be served.
     *
     * @param folder checkpoints, each named by its sha256; without it, what is served can't be changed
     */
    record Control(String token, Optional<Path> folder) {}

    Endpoints(Models models, Completions completions, Optional<Control> control, DecodeLoop loop, Bodies bodies) {
        this.models = models;
        this.completions = completions;
        this.control = control;
        this.loop = loop;
        this.bodies = bodies;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Caller caller = new Caller(exchange);
        try (exchange) {
            try {
                dispatch(caller);
            } catch (ApiError e) {
                caller.error(e);
            } catch (RunFailure e) {
                caller.error(new ApiError(
                        503,
                        "server_error",
                        Optional.empty(),
                        Optional.of(e.word()),
                        "The model can't be served now: " + e.sentence()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                System.err.println("A request to " + caller.path() + " failed:");
                e.printStackTrace(); // for the log
                caller.error(ApiError.broken());
            }
        } catch (IOException e) {
            // The caller has gone; its answers end, and there is nobody to tell.
        }
    }

    private void dispatch(Caller caller) throws IOException, InterruptedException {
        String path = caller.path();
        if (!path.equals("/health")) {
            authorise(caller);
        }
        switch (path) {
            case "/health" -> {
                only("GET", caller);
                caller.json(200, Shapes.health(models.names(), models.loadedCount(), loop.writing(), loop.waiting()));
            }
            case "/v1/models" -> {
                only("GET", caller);
                caller.json(200, Shapes.models(models.names()));
            }
            case "/v1/completions" -> {
                only("POST", caller);
                completions.answer(caller, Request::completion);
            }
            case "/v1/chat/completions" -> {
                only("POST", caller);
                completions.answer(caller, Request::chat);
            }
            case "/control/models" -> {
                folder(caller);
                only("GET", caller);
                caller.json(200, Shapes.served(models.names()));
            }
            case INSPECT -> {
                Path folder = folder(caller);
                only("POST", caller);
                inspections.answer(
                        caller, folder, bodies.read(caller.body(), fields -> fields.text("folder"), text -> text));
            }
            default -> {
                if (path.startsWith(MODELS)) {
                    only("GET", caller);
                    String name = path.substring(MODELS.length());
                    caller.json(
                            200,
                            Shapes.model(models.names().stream()
                                    .filter(named -> named.name().equals(name))
                                    .findFirst()
                                    .orElseThrow(() -> ApiError.noSuchModel(name))));
                } else if (path.startsWith(CONTROL)) {
                    change(caller, folder(caller), path.substring(CONTROL.length()));
                } else {
                    throw unknown(caller);
                }
            }
        }
    }

    private void change(Caller caller, Path folder, String name) throws IOException {
        if (!NAME.matcher(name).matches()) {
            throw ApiError.invalid(
                    "name", "invalid_value", "A model's name has letters, digits, '.', '_' and '-', at most 100.");
        }
        switch (caller.method()) {
            case "PUT" -> {
                String sha256 = bodies.read(caller.body(), fields -> fields.text("sha256"), text -> text);
                if (!SHA256.matcher(sha256).matches()) {
                    throw ApiError.invalid("sha256", "invalid_value", "'sha256' must be 64 lower-case hex digits.");
                }
                Path directory = folder.resolve(sha256);
                if (!Files.isRegularFile(directory.resolve(CheckpointManifest.FILE))) {
                    throw new ApiError(
                            404,
                            ApiError.INVALID,
                            Optional.of("sha256"),
                            Optional.of("checkpoint_not_found"),
                            "There is no checkpoint " + sha256 + " in this server's folder of models.");
                }
                Models.ServedName served = models.serve(name, directory);
                caller.json(200, Shapes.served(served.name(), served.address()));
            }
            case "DELETE" -> {
                if (!models.forget(name)) {
                    throw ApiError.noSuchModel(name);
                }
                caller.json(
                        200,
                        Shapes.model(new Models.Named(name, folder, 0, Optional.empty(), Optional.empty()))
                                .put("deleted", true));
            }
            default -> throw wrongMethod(caller);
        }
    }

    /** With a token, every request must carry it; without one, everybody who reaches the port is served. */
    private void authorise(Caller caller) {
        if (control.isEmpty()) {
            return;
        }
        byte[] given = caller.header("Authorization").orElse("").getBytes(StandardCharsets.UTF_8);
        byte[] wanted = ("Bearer " + control.get().token()).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(given, wanted)) { // takes the same time wherever the difference is
            throw new ApiError(
                    401,
                    ApiError.INVALID,
                    Optional.empty(),
                    Optional.of("invalid_api_key"),
                    "Incorrect token provided: this server answers whoever sends its own token (HONE_SERVE_TOKEN) as a bearer token.");
        }
    }

    /** What is served can be changed only where there are checkpoints to choose from; elsewhere this endpoint does not exist. */
    private Path folder(Caller caller) {
        return control.flatMap(Control::folder).orElseThrow(() -> unknown(caller));
    }

    private static void only(String method, Caller caller) {
        if (!caller.method().equals(method)) {
            throw wrongMethod(caller);
        }
    }

    private static ApiError wrongMethod(Caller caller) {
        return new ApiError(
                405,
                ApiError.INVALID,
                Optional.empty(),
                Optional.of("method_not_supported"),
                "Not allowed to " + ApiError.shortened(caller.method()) + " on " + ApiError.shortened(caller.path())
                        + ".");
    }

    private static ApiError unknown(Caller caller) {
        return new ApiError(
                404,
                ApiError.INVALID,
                Optional.empty(),
                Optional.of("unknown_url"),
                "Unknown request URL: " + ApiError.shortened(caller.method() + " " + caller.path()) + ".");
    }
}
