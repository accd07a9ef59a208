package hone.bench.labeling;

import hone.bench.http.Browser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * One labeler at work until the case is over. Reads from each page only what a form needs: the assignment and the form token.
 * See {@link LabelingBench} for what counts as next and as submit.
 */
final class Shift {
    private static final String ASSIGNMENT = "data-assignment=\"";
    private static final String TOKEN = "name=\"csrf-token\" value=\"";
    private static final String GUIDELINE = "data-version=\"";
    private static final String VERSION = "data-version=\"";
    private static final int UUID_LENGTH = 36;

    /** The header that the app's own script sends with a submission; the ones below then describe the next task. */
    private static final String SHOWN_GUIDELINE = "Hone-Guideline";

    private static final String NEXT = "Hone-Next";
    private static final String GO_TO = "Hone-Go-To";
    private static final String STORED = "notice=stored";
    private static final String[] CHOICES = {"a3", "a2", "a1", "tie", "b1", "b2", "b3"};

    /** A labeler reopens the work page after this many tasks, as after a break. */
    private static final int TASKS_BETWEEN_ENTRIES = 10;

    private static final Duration AFTER_TROUBLE = Duration.ofMillis(500);

    private final URI app;
    private final URI entrance;
    private final Browser browser;
    private final Duration thinkTime;
    private final Tally tally;
    private final RandomGenerator random;

    Shift(URI app, String slug, Browser browser, Duration thinkTime, Tally tally, RandomGenerator random) {
        this.app = app;
        this.entrance = app.resolve("/p/" + slug + "/work/comparison");
        this.browser = browser;
        this.thinkTime = thinkTime;
        this.tally = tally;
        this.random = random;
    }

    /**
     * A task on the screen.
     *
     * @param version of the guideline beside it; empty on pages that are left with every submission
     */
    private record Work(String assignment, String token, String version) {
        static Optional<Work> in(String page) {
            String assignment = after(page, ASSIGNMENT);
            String token = after(page, TOKEN);
            return assignment.length() != UUID_LENGTH || token.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Work(assignment, token, after(page, VERSION)));
        }

        /** The next task, which replaced this one on the same page. */
        Optional<Work> replaced(String part) {
            String assignment = after(part, ASSIGNMENT);
            return assignment.length() != UUID_LENGTH
                    ? Optional.empty()
                    : Optional.of(new Work(assignment, token, version));
        }

        /** Up to the next quotation mark; empty if the mark is not found. */
        private static String after(String page, String mark) {
            int at = page.indexOf(mark);
            return at < 0 ? "" : page.substring(at + mark.length(), page.indexOf('"', at + mark.length()));
        }
    }

    void work() throws InterruptedException {
        TimeUnit.MICROSECONDS.sleep(random.nextLong(1 + thinkTime.toNanos() / 1000));
        while (!tally.clock().over()) {
            try {
                Optional<Work> work = enter();
                if (work.isEmpty()) {
                    tally.outOfWork();
                    return;
                }
                for (int done = 0;
                        work.isPresent()
                                && done < TASKS_BETWEEN_ENTRIES
                                && !tally.clock().over();
                        done++) {
                    think();
                    work = submit(work.get());
                }
            } catch (IOException e) {
                tally.unexpected(e.toString());
                TimeUnit.MILLISECONDS.sleep(AFTER_TROUBLE.toMillis());
            }
        }
    }

    /** Between half and one and a half times the average thinkTime, so that the labelers don't move in lockstep. */
    private void think() throws InterruptedException {
        if (!thinkTime.isZero()) {
            TimeUnit.MICROSECONDS.sleep((long) (thinkTime.toNanos() / 1000.0 * (0.5 + random.nextDouble())));
        }
    }

    /** The guideline version that the page shows; responses to submissions, as our script requests them, are placed beside it. */
    private String guideline = "";

    private Optional<Work> enter() throws IOException, InterruptedException {
        return next(HttpRequest.newBuilder(entrance).GET());
    }

    private Optional<Work> next(HttpRequest.Builder request) throws IOException, InterruptedException {
        long began = System.nanoTime();
        HttpResponse<String> answer = browser.once(request);
        while (answer.statusCode() == 303) {
            answer = browser.once(HttpRequest.newBuilder(location(answer)).GET());
        }
        tally.next().add(tally.clock().currentWindow(), System.nanoTime() - began);
        if (answer.statusCode() != 200) {
            throw new IOException("next was answered " + answer.statusCode() + " at " + answer.uri());
        }
        int version = answer.body().indexOf(GUIDELINE);
        if (version >= 0) {
            int from = version + GUIDELINE.length();
            guideline = answer.body().substring(from, from + UUID_LENGTH);
        }
        return Work.in(answer.body());
    }

    /** @return the next task, if the response contained or named one */
    private Optional<Work> submit(Work work) throws IOException, InterruptedException {
        String form = "csrf-token=" + work.token() + "&choice=" + CHOICES[random.nextInt(CHOICES.length)];
        HttpRequest.Builder request = HttpRequest.newBuilder(app.resolve("/work/" + work.assignment()))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", app.toString())
                .header("Accept", "text/html")
                .POST(HttpRequest.BodyPublishers.ofString(form));
        if (!work.version().isEmpty()) {
            request.header(SHOWN_GUIDELINE, work.version());
        }
        long began = System.nanoTime();
        HttpResponse<String> answer = browser.once(request);
        tally.submit().add(tally.clock().currentWindow(), System.nanoTime() - began);
        String leadsTo = answer.headers().firstValue(GO_TO).orElse("");
        if (answer.statusCode() == 200 && answer.headers().firstValue(NEXT).isPresent()) {
            tally.acknowledged().add(work.assignment());
            return work.replaced(answer.body());
        }
        if (answer.statusCode() == 204 && leadsTo.contains(STORED)) {
            tally.acknowledged().add(work.assignment());
            return next(HttpRequest.newBuilder(app.resolve(leadsTo)).GET());
        }
        if (answer.statusCode() == 303 && location(answer).toString().contains(STORED)) {
            tally.acknowledged().add(work.assignment());
            return next(HttpRequest.newBuilder(location(answer)).GET());
        }
        throw new IOException("a submission was answered " + answer.statusCode());
    }

    private static URI location(HttpResponse<String> answer) throws IOException {
        return answer.uri()
                .resolve(answer.headers()
                        .firstValue("location")
                        .orElseThrow(() -> new IOException("a redirect that leads nowhere")));
    }
}
