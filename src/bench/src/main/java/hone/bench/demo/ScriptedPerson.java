package hone.bench.demo;

import hone.bench.figures.Figures;
import hone.bench.http.HtmlForm;
import hone.bench.http.Page;
import hone.bench.labelers.Answer;
import hone.bench.labelers.Kind;
import hone.bench.labelers.Labeler;
import hone.bench.world.Dice;
import hone.bench.world.Prompt;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A scripted labeler who uses the app's pages: reads the work, decides, fills in the form, submits. If the app does not respond
 * (it may have been killed), it waits and asks again, as a person would reload the page.
 */
final class ScriptedPerson {
    private static final int TRIES_MAX = 120;
    private static final int PAUSE_SECONDS = 1;

    private final LabelerSession session;
    private final Labeler labeler;
    private final Map<String, Prompt> prompts;
    private final Ledger ledger;
    private final Dice dice;

    ScriptedPerson(LabelerSession session, Labeler labeler, Map<String, Prompt> prompts, Ledger ledger, long seed) {
        this.session = session;
        this.labeler = labeler;
        this.prompts = prompts;
        this.ledger = ledger;
        this.dice = Dice.of(seed, labeler.name());
    }

    /** Does work of one kind until the budget or the work is used up. */
    void work(Kind kind, Budget budget) throws InterruptedException {
        int failures = 0;
        Optional<WorkPage> shown = Optional.empty();
        while (budget.take(kind)) {
            try {
                Optional<WorkPage> work = shown.isPresent() ? shown : session.next(kind);
                shown = Optional.empty();
                if (work.isEmpty()) {
                    budget.giveBack(kind);
                    return;
                }
                Page after = session.send(filled(work.get()));
                if (!after.ok()) {
                    throw new IOException("the " + kind + " was not taken: " + after.gist());
                }
                ledger.acknowledged(work.get().assignmentId(), kind.word());
                failures = 0;
                shown = WorkPage.in(after).filter(next -> next.kind().equals(kind.word()));
            } catch (IOException e) {
                budget.giveBack(kind);
                if (++failures == TRIES_MAX) {
                    throw new IllegalStateException(labeler.name() + " gives up on " + kind + ": " + e.getMessage(), e);
                }
                if (failures == 1) {
                    Figures.log("%s waits: %s", labeler.name(), e.getMessage());
                }
                TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
            }
        }
    }

    private HtmlForm filled(WorkPage work) throws IOException {
        Prompt prompt = prompts.get(work.prompt());
        if (prompt == null) {
            throw new IOException("the demo's world does not know what is asked here: " + work.prompt());
        }
        List<Answer> answers = work.answers().stream().map(Answer::whole).toList();
        HtmlForm form = work.form();
        return switch (Kind.of(work.kind())) {
            case COMPARISON ->
                form.with(
                        "choice",
                        labeler.compare(dice, prompt, answers.get(0), answers.get(1))
                                .formValue());
            case RANKING -> {
                List<Integer> ranks = labeler.rank(dice, prompt, answers);
                HtmlForm ranked = form;
                for (int i = 0; i < ranks.size(); i++) {
                    ranked = ranked.with("rank-" + (i + 1), ranks.get(i).toString());
                }
                yield ranked;
            }
            case CORRECTION ->
                form.with(
                        "text",
                        labeler.correct(dice, prompt, answers.getFirst())
                                .orElseGet(() -> labeler.demonstrate(dice, prompt)));
            case DEMONSTRATION -> form.with("text", labeler.demonstrate(dice, prompt));
        };
    }
}
