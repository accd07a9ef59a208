package hone.bench.labeling;

import hone.bench.figures.Figure;
import hone.bench.figures.Figures;
import hone.bench.http.Browser;
import hone.bench.ledger.JudgmentCount;
import hone.bench.stack.Busy;
import hone.bench.stack.RunningHone;
import hone.devstack.history.WorkHistory;
import java.io.IOException;
import java.net.http.HttpClient;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * {@code bench labeling}: labelers, each with their own session, compare answers over HTTP. Each case has a project of its own,
 * filled by SQL; they share one stack, in the given order, so that the app is warm after the first.
 *
 * <p><b>submit</b> is the POST of a judgment until its response has been read. <b>next</b> is a GET that ends with a task on
 * the screen, including redirects: the one that opens a kind of work (at the start and after every tenth task), and, if a
 * submission is answered by a redirect to the next task, following it. If the response to the submission contains the next
 * task's page itself, that is part of submit. Scripts, styles and drafts are not fetched. A label counts if its submission
 * succeeded.
 */
public final class LabelingBench {
    private static final String BENCH = "labeling";
    private static final Duration WARM_UP = Duration.ofSeconds(10);

    /** Until the app and its database have compiled and planned everything that the cases run; including it, seventy seconds. */
    private static final Duration BEFORE_ALL = Duration.ofSeconds(40);

    private static final Duration WINDOW = Duration.ofSeconds(6);
    private static final int PEOPLE = 200;

    private final RunningHone hone;
    private final Figures figures;

    /** @param hone an empty one, up and running */
    public LabelingBench(RunningHone hone, Figures figures) {
        this.hone = hone;
        this.figures = figures;
    }

    public static List<String> cases() {
        return Load.names();
    }

    public void run(List<String> cases) throws IOException, InterruptedException, SQLException {
        List<Load> loads =
                cases.stream().map(name -> Load.named(name).orElseThrow()).toList();
        try (HttpClient client = Browser.sharedClient()) {
            List<String> usernames = People.usernames(PEOPLE);
            People people = new People(hone, client);
            people.make(usernames);
            Figures.log("%d labelers are known to Keycloak; they sign in", PEOPLE);
            List<Browser> browsers = people.signIn(usernames);
            fill(Load.WARM_UP, usernames);
            work(Load.WARM_UP, browsers, BEFORE_ALL);
            for (Load load : loads) {
                fill(load, usernames);
                Optional<Worked> idle = load.isComparedWithIdle()
                        ? Optional.of(label(load, browsers, WARM_UP, load.windows()))
                        : Optional.empty();
                Worked worked = work(load, browsers, WARM_UP);
                report(load, worked.tally(), worked.clientShare());
                idle.ifPresent(before -> compare(load, before.tally(), worked.tally()));
            }
        }
    }

    /** @param clientShare the client's share of the processors during the windows */
    private record Worked(Tally tally, double clientShare) {}

    /** How much longer labelers wait beside the import than without it. */
    private void compare(Load load, Tally idle, Tally beside) {
        ratio(load, "next_p95_ratio_to_idle", idle.next().p95(), beside.next().p95());
        ratio(
                load,
                "submit_p95_ratio_to_idle",
                idle.submit().p95(),
                beside.submit().p95());
    }

    private void ratio(Load load, String metric, double idle, double beside) {
        Figures.log("%s: %s of %.1f ms and %.1f ms", load.caseName(), metric, beside, idle);
        figures.print(
                idle > 0 && beside > 0
                        ? Figure.of(BENCH, load.caseName(), metric, beside / idle, "ratio")
                        : Figure.failed(BENCH, load.caseName(), metric, "no request of this sort was made"));
    }

    private void fill(Load load, List<String> usernames) throws IOException, SQLException {
        WorkHistory history = new WorkHistory(load.slug(), load.tasks(), load.asked(), load.judged(), load.ahead());
        long began = System.nanoTime();
        try (Connection database = hone.database()) {
            history.fill(database, usernames);
        }
        if (load.askedIfDisputed() > load.asked()) {
            askMore(load);
        }
        hone.checkpoint();
        Figures.log(
                "%s: %d tasks and %d judgments made in %d s",
                load.caseName(), load.tasks(), history.judgments(), (System.nanoTime() - began) / 1_000_000_000);
    }

    private void askMore(Load load) throws SQLException {
        try (Connection database = hone.database();
                PreparedStatement settings = database.prepareStatement("""
                        insert into asked_work (project_id, kind, enabled, judgments, judgments_if_disputed)
                        select id, ?, true, ?, ? from project where slug = ?
                        on conflict (project_id, kind)
                            do update set judgments = excluded.judgments, judgments_if_disputed = excluded.judgments_if_disputed""")) {
            settings.setString(1, WorkHistory.KIND);
            settings.setInt(2, load.asked());
            settings.setInt(3, load.askedIfDisputed());
            settings.setString(4, load.slug());
            settings.executeUpdate();
        }
    }

    private Worked work(Load load, List<Browser> browsers, Duration warmUp)
            throws IOException, InterruptedException, SQLException {
        if (load.isKilled()) {
            try (KillsBeside ignored = KillsBeside.begin(hone, warmUp, WINDOW.multipliedBy(load.windows()))) {
                return label(load, browsers, warmUp, load.windows());
            }
        }
        if (load.imported() == 0) {
            return label(load, browsers, warmUp, load.windows());
        }
        try (ImportBeside ignored = ImportBeside.begin(hone, load)) {
            return label(load, browsers, warmUp, load.windows());
        }
    }

    private Worked label(Load load, List<Browser> browsers, Duration warmUp, int windows)
            throws IOException, InterruptedException {
        Tally tally = new Tally(new Clock(System.nanoTime(), warmUp, WINDOW, windows));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            SplittableRandom seeds = new SplittableRandom(load.ordinal());
            List<Future<Boolean>> shifts = browsers.subList(0, load.labelers()).stream()
                    .map(browser -> new Shift(hone.app(), load.slug(), browser, load.thinkTime(), tally, seeds.split()))
                    .map(shift -> threads.submit(() -> {
                        shift.work();
                        return true;
                    }))
                    .toList();
            TimeUnit.NANOSECONDS.sleep(tally.clock().nanosUntilFirst());
            Busy before = Busy.now(hone);
            TimeUnit.NANOSECONDS.sleep(tally.clock().nanosUntilEnd());
            Busy after = Busy.now(hone);
            for (Future<Boolean> shift : shifts) {
                shift.get();
            }
            Figures.log("%s: %s", load.caseName(), Busy.words(before, after));
            return new Worked(tally, Busy.clientShare(before, after));
        } catch (ExecutionException e) {
            throw new IllegalStateException("a labeler stopped: " + e.getCause(), e.getCause());
        }
    }

    private void report(Load load, Tally tally, double clientShare) throws SQLException, InterruptedException {
        String name = load.caseName();
        Timings submit = tally.submit();
        if (load.isKilled()) {
            Figures.log("%s: %d requests had no answer or another one", name, tally.unexpectedCount());
        } else if (tally.labelersWithoutWork() > 0 || tally.unexpectedCount() > 0) {
            String why = "%d answers were not expected, %d labelers ran out of work"
                    .formatted(tally.unexpectedCount(), tally.labelersWithoutWork());
            for (String metric : List.of("labels_per_second", "next_p95_ms", "submit_p95_ms")) {
                figures.print(Figure.failed(BENCH, name, metric, why));
            }
        } else {
            double seconds = tally.clock().windowSeconds();
            over(
                    load,
                    "labels_per_second",
                    "1/s",
                    submit.count() / (seconds * load.windows()),
                    w -> submit.count(w) / seconds);
            over(load, "next_p95_ms", "ms", tally.next().p95(), tally.next()::p95);
            over(load, "submit_p95_ms", "ms", submit.p95(), submit::p95);
        }
        JudgmentCount count = JudgmentCount.take(hone, List.copyOf(tally.acknowledged()));
        figures.print(Figure.of(BENCH, name, "overlap_exceeded", count.overlapExceeded(), "tasks"));
        figures.print(Figure.of(BENCH, name, "acknowledged_lost", count.lost(), "judgments")
                .samples(count.acknowledged()));
        figures.print(Figure.of(BENCH, name, "doubled", count.doubled(), "judgments"));
        figures.print(Figure.of(BENCH, name, "slots_without_judgment", count.slotsWithoutJudgment(), "slots"));
        figures.print(Figure.of(BENCH, name, "client_cpu_share", clientShare, "ratio"));
    }

    private void over(Load load, String metric, String unit, double value, IntToDoubleFunction byWindow) {
        String name = load.caseName();
        double[] values = IntStream.range(0, load.windows())
                .mapToDouble(byWindow)
                .filter(v -> !Double.isNaN(v))
                .sorted()
                .toArray();
        if (values.length == 0) {
            figures.print(Figure.failed(BENCH, name, metric, "no request of this sort was made"));
            return;
        }
        figures.print(Figure.of(BENCH, name, metric, value, unit)
                .windows(values.length, values[0], values[values.length - 1]));
    }
}
