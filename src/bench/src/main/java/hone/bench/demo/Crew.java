package hone.bench.demo;

import hone.bench.labelers.Kind;
import hone.bench.labelers.Labeler;
import hone.bench.world.Prompt;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The five scripted labelers, each signed in as the person of that name, working in parallel. */
final class Crew {
    private final List<ScriptedPerson> people;

    private Crew(List<ScriptedPerson> people) {
        this.people = people;
    }

    static Crew signIn(URI app, HttpClient client, Map<String, Prompt> prompts, Ledger ledger, long seed)
            throws IOException, InterruptedException {
        List<ScriptedPerson> people = new ArrayList<>();
        for (Labeler labeler : Labeler.crew()) {
            LabelerSession session = LabelerSession.signIn(app, client, labeler.name());
            people.add(new ScriptedPerson(session, labeler, prompts, ledger, seed));
        }
        return new Crew(people);
    }

    /** Everybody works, kind after kind, until the budget or the work is used up. */
    void work(List<Kind> kinds, Budget budget) throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> all = new ArrayList<>();
            for (ScriptedPerson person : people) {
                Callable<Boolean> shift = () -> {
                    for (Kind kind : kinds) {
                        person.work(kind, budget);
                    }
                    return true;
                };
                all.add(threads.submit(shift));
            }
            for (Future<Boolean> one : all) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a scripted labeler stopped: " + e.getCause(), e.getCause());
        }
    }
}
