package hone.bench.data;

import hone.bench.figures.Figure;
import hone.bench.figures.Figures;
import hone.bench.http.Browser;
import hone.bench.http.HtmlForm;
import hone.bench.http.Page;
import hone.bench.http.SignIn;
import hone.bench.stack.Busy;
import hone.bench.stack.RunningHone;
import hone.contract.DatasetRef;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * {@code bench data}: comparisons of two answers of 1 KB come in by the API, are judged (written by SQL, as the app would have left
 * them), frozen, read from the topic and verified as the trainer's supervisor does, asked for their lineage, paged and searched, and
 * exported. The app has 256 MB of heap. Client, servers and app share the machine.
 *
 * <p><b>freeze</b> is from the press of the button until the last row is verified. <b>lineage</b> and <b>list</b> are whole answers
 * over HTTP: lineage of tasks, half of them about answers of a model that was trained on all of it; lists are pages of tasks and
 * datasets, of a dataset's rows, searched for words that all, few and single rows hold.
 */
public final class DataBench {
    private static final String BENCH = "data";
    private static final String ADMIN = "ada";
    private static final long SEED = 11;
    private static final int LINEAGES = 400;
    private static final int LOOKS = 20;
    private static final Duration PUBLISHED_MAX = Duration.ofMinutes(15);
    private static final Duration SEARCHABLE_MAX = Duration.ofMinutes(20);

    private final RunningHone hone;
    private final Figures figures;
    private final Rows rows;

    /** @param hone an empty one with {@link #settings}, up */
    public DataBench(RunningHone hone, Figures figures) {
        this.hone = hone;
        this.figures = figures;
        this.rows = new Rows(hone);
    }

    public static List<String> cases() {
        return Size.names();
    }

    /** What the app is started with. */
    public static Map<String, String> settings() {
        return Map.of("HONE_APP_HEAP_MB", "256", "HONE_IMPORTS_LINES_MAX", "2000000", "HONE_IMPORTS_TIME_MAX", "2H");
    }

    public void run(List<String> cases) throws IOException, InterruptedException, SQLException {
        try (HttpClient client = Browser.sharedClient()) {
            Browser admin = new Browser(client);
            SignIn.to(admin, hone.app().resolve("/home"), ADMIN, ADMIN);
            for (String name : cases) {
                new Case(Size.named(name).orElseThrow(), client, admin).run();
            }
        }
    }

    /** Something that is measured and may fail without ending the others. */
    private interface Measurement {
        void take() throws IOException, InterruptedException, SQLException;
    }

    private final class Case {
        private final Size size;
        private final Program program;
        private final Browser admin;
        private final HttpClient client;

        Case(Size size, HttpClient client, Browser admin) {
            this.size = size;
            this.client = client;
            this.admin = admin;
            this.program = new Program(hone, client);
        }

        void run() throws IOException, InterruptedException, SQLException {
            Figures.log("%s:", size.caseName());
            rows.write("project.sql", size.slug());
            try (AppHeap heap = new AppHeap(hone, client)) {
                measured("import_rows_per_second", this::imports);
                rows.write("judged.sql", size.slug());
                rows.settle();
                measured("freeze_seconds", this::freeze);
                rows.settle();
                measured("export_rows_per_second", this::exports);
                measured("lineage_p95_ms", this::lineages);
                measured("list_p95_ms", this::lists);
                if (heap.looks() == 0) {
                    figures.print(
                            Figure.failed(BENCH, size.caseName(), "heap_mb", "the app's metrics could not be read"));
                } else {
                    print("heap_mb", heap.largestMegabytes(), "MB", heap.looks());
                }
            }
        }

        private void measured(String metric, Measurement measurement) throws InterruptedException {
            try {
                measurement.take();
            } catch (IOException | SQLException | RuntimeException e) {
                figures.print(Figure.failed(BENCH, size.caseName(), metric, String.valueOf(e.getMessage())));
            }
        }

        private void print(String metric, double value, String unit, long n) {
            figures.print(Figure.of(BENCH, size.caseName(), metric, value, unit).samples(n));
        }

        private void imports() throws IOException, InterruptedException, SQLException {
            Path file = hone.data().resolve("comparisons.jsonl");
            new Comparisons(size.rows(), SEED).write(file);
            try {
                Busy before = Busy.now(hone);
                Program.Took took = program.importFile(size.slug(), file);
                Figures.log("  import: %s", Busy.perRow(before, Busy.now(hone), size.rows()));
                long there = rows.number(
                        "select count(*) from task t join project p on p.id = t.project_id where p.slug = ?",
                        size.slug());
                if (there != size.rows()) {
                    throw new IOException(there + " of " + size.rows() + " comparisons were there after the import");
                }
                print("import_rows_per_second", size.rows() / took.seconds(), "rows/s", size.rows());
            } finally {
                Files.delete(file);
            }
        }

        private void exports() throws IOException, InterruptedException {
            Busy before = Busy.now(hone);
            Program.Took took = program.export(size.slug());
            Figures.log("  export: %s", Busy.perRow(before, Busy.now(hone), size.rows()));
            if (took.count() < size.rows()) {
                throw new IOException("the export has " + took.count() + " lines of " + size.rows());
            }
            Figures.log("  export: first byte after %.2f s", took.firstByteSeconds());
            print("export_rows_per_second", took.aSecond(), "rows/s", took.count());
        }

        private void freeze() throws IOException, InterruptedException, SQLException {
            String list = "/p/" + size.slug() + "/datasets";
            Page page = admin.get(hone.app().resolve(list));
            HtmlForm form =
                    page.formTo(list).orElseThrow(() -> new IOException("nothing can be frozen: " + page.gist()));
            Busy before = Busy.now(hone);
            long began = System.nanoTime();
            HttpResponse<String> frozen = admin.once(
                    HttpRequest.newBuilder(form.action())
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .header("Origin", hone.app().toString())
                            .POST(HttpRequest.BodyPublishers.ofString(form.encoded())),
                    PUBLISHED_MAX);
            if (frozen.statusCode() != 303) {
                throw new IOException("freezing was answered " + frozen.statusCode());
            }
            double seconds = Program.since(began);
            DatasetRef ref = published(began);
            double sent = Program.since(began);
            VerifiedRows.read(hone, ref);
            Figures.log(
                    "  frozen after %.1f s, published after %.1f s, verified after %.1f s",
                    seconds, sent, Program.since(began));
            Figures.log("  freeze: %s", Busy.perRow(before, Busy.now(hone), size.rows()));
            print("freeze_seconds", Program.since(began), "s", ref.rows());
        }

        private DatasetRef published(long began) throws IOException, InterruptedException, SQLException {
            while (Program.since(began) < PUBLISHED_MAX.toSeconds()) {
                Optional<DatasetRef> ref = rows.published(size.slug());
                if (ref.isPresent()) {
                    return ref.get();
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
            throw new IOException("the dataset was not published after " + PUBLISHED_MAX.toMinutes() + " minutes");
        }

        private void lineages() throws IOException, InterruptedException, SQLException {
            rows.write("trained.sql", size.slug());
            List<String> tasks = new ArrayList<>(rows.texts("""
                    select t.id from task t join project p on p.id = t.project_id
                    where p.slug = ? and t.origin = 'model' order by t.id limit 200""", size.slug()));
            tasks.addAll(rows.texts("""
                    select t.id from task t join project p on p.id = t.project_id
                    where p.slug = ? and t.origin = 'import' order by t.id desc limit 200""", size.slug()));
            List<Long> took = new ArrayList<>();
            for (int i = 0; i < LINEAGES; i++) {
                took.add(program.lineage(tasks.get(i * 7 % tasks.size())));
            }
            print("lineage_p95_ms", p95(took), "ms", took.size());
        }

        private void lists() throws IOException, InterruptedException, SQLException {
            awaitSearch();
            String project = "/p/" + size.slug();
            String middle = rows.texts("""
                            select t.id from task t join project p on p.id = t.project_id where p.slug = ?
                            order by t.id desc offset 5000 limit 1""", size.slug()).getFirst();
            String dataset = project + "/datasets/1";
            List<String> pages = List.of(
                    project + "/tasks",
                    project + "/tasks?state=done",
                    project + "/tasks?after=" + middle,
                    project + "/datasets",
                    dataset,
                    dataset + "/rows",
                    dataset + "/rows?from=" + size.rows() / 2,
                    dataset + "/rows?q=" + Comparisons.common(),
                    dataset + "/rows?q=" + Comparisons.rare(),
                    dataset + "/rows?q=" + Comparisons.unique(size.rows() / 3),
                    dataset + "/rows?q=" + Comparisons.common() + "+" + Comparisons.rare());
            List<Long> all = new ArrayList<>();
            for (String address : pages) {
                List<Long> took = new ArrayList<>();
                for (int i = 0; i <= LOOKS; i++) {
                    long began = System.nanoTime();
                    HttpResponse<String> page = admin.once(
                            HttpRequest.newBuilder(hone.app().resolve(address)).GET());
                    if (page.statusCode() != 200) {
                        throw new IOException(address + " was answered " + page.statusCode());
                    }
                    if (i > 0) { // the first one of each compiles its template
                        took.add(System.nanoTime() - began);
                    }
                }
                Figures.log("  %8.1f ms %s", p95(took), address);
                all.addAll(took);
            }
            print("list_p95_ms", p95(all), "ms", all.size());
        }

        /** Words are gathered in the background after freezing. */
        private void awaitSearch() throws IOException, InterruptedException {
            long began = System.nanoTime();
            String address = "/p/" + size.slug() + "/datasets/1/rows?q=" + Comparisons.unique(size.rows() - 1);
            while (Program.since(began) < SEARCHABLE_MAX.toSeconds()) {
                Page page = admin.get(hone.app().resolve(address));
                if (page.ok() && page.html().select("[data-row]").size() == 1) {
                    Figures.log("  searchable %.0f s later", Program.since(began));
                    return;
                }
                TimeUnit.SECONDS.sleep(1);
            }
            throw new IOException("its rows could not be searched after " + SEARCHABLE_MAX.toMinutes() + " minutes");
        }
    }

    /** In milliseconds: the time under which 95 of 100 lay, nearest rank. */
    private static double p95(List<Long> nanos) {
        List<Long> sorted = new ArrayList<>(nanos);
        Collections.sort(sorted);
        return sorted.get((int) Math.ceil(sorted.size() * 0.95) - 1) / 1e6;
    }
}
