package hone.bench.fuzz;

import hone.bench.figures.Figure;
import hone.bench.figures.Figures;
import hone.bench.http.Browser;
import hone.bench.http.HtmlForm;
import hone.bench.http.Page;
import hone.bench.http.SignIn;
import hone.bench.stack.RunningHone;
import hone.devstack.history.WorkHistory;
import hone.devstack.hostile.HostileRequest;
import hone.devstack.hostile.HostileRequests;
import hone.devstack.hostile.RawHttp;
import hone.devstack.hostile.Route;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * {@code bench fuzz}: hostile requests from a seed to every address of a running app, by somebody who may do everything there.
 * {@code status_500} counts responses of 500 and above except 503, {@code stack_traces} those in responses and in the app's
 * log, {@code text_lost} forms that were refused without returning the text typed into them. The typed text must not be in the
 * log either; lines that contain it are reported.
 */
public final class FuzzBench {
    public static final int REQUESTS = 100_000;

    private static final String BENCH = "fuzz";
    private static final String SLUG = "fuzzed";
    private static final int AT_ONCE = 4;

    /**
     * A session's tokens expire after five minutes, and requests that are already generated don't have the cookies of a renewed
     * session.
     */
    private static final int REQUESTS_A_SESSION = 5_000;

    private final RunningHone hone;
    private final Path table;
    private final long seed;
    private final int requests;

    /** @param table of who may do what: it lists every address */
    public FuzzBench(RunningHone hone, Path table, long seed, int requests) {
        this.hone = hone;
        this.table = table;
        this.seed = seed;
        this.requests = requests;
    }

    public void run(Figures figures) throws IOException, InterruptedException, SQLException {
        // Signing out by chance would send all further requests without a session.
        List<Route> routes = Route.ofTable(table).stream()
                .filter(route -> !route.path().contains("sign-out"))
                .toList();
        Findings findings = new Findings();
        long logBegan = Files.size(hone.appLog());
        try (HttpClient client = Browser.sharedClient()) {
            SignIn.to(new Browser(client), hone.app().resolve("/home"), "ada", "ada"); // Hone knows her from now on.
            try (Connection database = hone.database()) {
                new WorkHistory(SLUG, 2_000, 2, 500, 100).fill(database, List.of("ada", "lena", "ravi"));
            }
            for (int from = 0; from < requests; from += REQUESTS_A_SESSION) {
                send(drawn(client, routes), from, Math.min(requests, from + REQUESTS_A_SESSION), findings);
                Figures.log("%d requests, answers by status: %s", findings.requests(), findings.statuses());
            }
        }
        int typed = LogScan.of(hone.appLog(), logBegan, findings);
        Figures.log("%d lines of the app's log hold what was typed", typed);
        String caseName = "seed-" + seed;
        figures.print(Figure.of(BENCH, caseName, "requests", findings.requests(), "count"));
        figures.print(Figure.of(BENCH, caseName, "status_500", findings.faults(), "count"));
        figures.print(Figure.of(BENCH, caseName, "stack_traces", findings.traces(), "count"));
        figures.print(Figure.of(BENCH, caseName, "text_lost", findings.lost(), "count"));
    }

    private HostileRequests drawn(HttpClient client, List<Route> routes) throws IOException, InterruptedException {
        Browser ada = new Browser(client);
        Page home = SignIn.to(ada, hone.app().resolve("/home"), "ada", "ada");
        String token = home.formWith("csrf-token")
                .flatMap(form -> form.value("csrf-token"))
                .orElseThrow(() -> new IOException("there is no form on " + home.gist()));
        URI entrance = hone.app().resolve("/p/" + SLUG + "/work/" + WorkHistory.KIND);
        String assignment = ada.get(entrance)
                .form("form#judgment")
                .map(HtmlForm::action)
                .map(action -> action.getPath().replace("/work/", ""))
                .orElse(UUID.randomUUID().toString());
        return new HostileRequests(
                seed,
                routes,
                path -> path.replace("{slug}", SLUG)
                        .replace("{assignment}", assignment)
                        .replace("{kind}", WorkHistory.KIND)
                        .replace("{number}", "1")
                        .replace("{name}", "base")
                        .replace("{username}", "lena")
                        .replaceAll("\\{\\w+}", assignment),
                new HostileRequests.Visitor(ada.cookies(entrance), token));
    }

    private void send(HostileRequests drawn, int from, int to, Findings findings)
            throws IOException, InterruptedException {
        RawHttp http = new RawHttp(hone.ports().app());
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<Boolean>> all = IntStream.range(0, AT_ONCE)
                    .mapToObj(lane -> threads.submit(() -> {
                        for (int number = from + lane; number < to; number += AT_ONCE) {
                            HostileRequest request = drawn.at(number);
                            findings.look(request, http.send(request));
                        }
                        return true;
                    }))
                    .toList();
            for (Future<Boolean> one : all) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("a request could not be sent: " + e.getCause(), e.getCause());
        }
    }
}
