package hone.bench.demo;

import hone.bench.http.HtmlForm;
import hone.bench.http.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What the demo's admin does, through the same pages as a person. */
final class Admin {
    /** Far longer than an import may take by the app's own limit. */
    private static final int LOOKS_MAX = 1800;

    private final LabelerSession session;
    private final String project;

    Admin(LabelerSession session) {
        this(session, LabelerSession.PROJECT);
    }

    /** @param slug of the project that they look after */
    Admin(LabelerSession session, String slug) {
        this.session = session;
        this.project = "/p/" + slug;
    }

    void importPrompts(String fileName, List<String> lines) throws IOException, InterruptedException {
        Page page = session.open(project + "/imports");
        Page.Upload upload =
                page.upload().orElseThrow(() -> new IOException("there is no upload on this page: " + page.gist()));
        byte[] content = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        Page preview = session.upload(upload.form(), upload.field(), fileName, content);
        taken(preview, "the import");
        Page report = session.send(preview.formTo(preview.address().getPath() + "/preview/start")
                .orElseThrow(() -> new IOException("there is nothing to start on this page: " + preview.gist())));
        taken(report, "the start of the import");
        // A live page means that the file is still being read. A browser's page would be notified; this client has no
        // scripts, so it polls, like somebody who reloads the page.
        for (int looks = 0; report.html().selectFirst("[data-live]") != null; looks++) {
            if (looks == LOOKS_MAX) {
                throw new IOException("the import does not end: " + report.gist());
            }
            TimeUnit.SECONDS.sleep(1);
            report = session.open(report.address().getPath());
            taken(report, "the import");
        }
    }

    /** Chooses the steps of the next rounds, each by its usual recipe. */
    void chooseSteps(List<String> taken) throws IOException, InterruptedException {
        chooseSteps(taken, Map.of());
    }

    /** @param typed by the step's name: JSON that is typed over its recipe */
    void chooseSteps(List<String> taken, Map<String, String> typed) throws IOException, InterruptedException {
        Page page = session.open(project + "/rounds/stages");
        HtmlForm form = page.formTo(project + "/rounds/stages")
                .orElseThrow(() -> new IOException("a round's steps can't be chosen on this page: " + page.gist()));
        for (String step : List.of("sft", "kto", "dpo", "reward", "best-of-n", "ppo", "grpo", "generate")) {
            form = form.with(step, taken.contains(step) ? "on" : "off");
        }
        for (Map.Entry<String, String> recipe : typed.entrySet()) {
            form = form.with(recipe.getKey() + "Recipe", recipe.getValue());
        }
        taken(session.send(form), "the choice of a round's steps");
    }

    /** Requests a model's answers to this many prompts that it has not answered yet. */
    void sample(String model, int prompts) throws IOException, InterruptedException {
        Page page = session.open(project + "/models/" + model);
        HtmlForm form = page.formTo(project + "/runs/sample")
                .orElseThrow(() -> new IOException("this model can't be asked for answers: " + page.gist()));
        taken(session.send(form.with("prompts", Integer.toString(prompts))), "asking " + model + " for answers");
    }

    void startRound() throws IOException, InterruptedException {
        Page page = session.open(project + "/rounds");
        HtmlForm form = page.formTo(project + "/rounds")
                .orElseThrow(() -> new IOException("a round can't be started from this page: " + page.gist()));
        taken(session.send(form), "the start of the round");
    }

    void makeCurrent(String model, String why) throws IOException, InterruptedException {
        taken(session.send(formToMakeCurrent(model).with("why", why)), "making " + model + " current");
    }

    /** Also closes what is still asked about the answers of the models that it replaces. */
    void makeCurrentInsteadOfOthers(String model, String why) throws IOException, InterruptedException {
        HtmlForm form = formToMakeCurrent(model).with("why", why).with("closeOlder", "on");
        taken(session.send(form), "making " + model + " current");
    }

    private HtmlForm formToMakeCurrent(String model) throws IOException, InterruptedException {
        Page page = session.open(project + "/models/" + model);
        return page.formTo(project + "/models/" + model + "/current")
                .orElseThrow(() -> new IOException("this model can't be made current: " + page.gist()));
    }

    /** Freezes all judgments that count into a dataset. */
    void freeze() throws IOException, InterruptedException {
        Page page = session.open(project + "/datasets");
        HtmlForm form = page.formTo(project + "/datasets")
                .orElseThrow(() -> new IOException("nothing can be frozen on this page: " + page.gist()));
        taken(session.send(form), "freezing a dataset");
    }

    private static void taken(Page after, String what) throws IOException {
        if (!after.ok()) {
            throw new IOException(what + " was refused: " + after.gist());
        }
    }
}
