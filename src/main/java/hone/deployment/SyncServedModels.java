package hone.deployment;

import hone.model.ModelMadeCurrent;
import hone.web.Sql;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * Keeps the served models equal to the current ones: at once when a model is made current, and every few seconds in case that
 * was missed, or the server has restarted and serves nothing yet. Repeating it changes nothing, so any number of instances may
 * do it.
 */
@ApplicationScoped
class SyncServedModels {
    private static final Logger LOG = Logger.getLogger(SyncServedModels.class);
    private static final String CURRENT = """
            select distinct on (c.project_id) p.slug, m.sha256
            from current_model c join project p on p.id = c.project_id join model_version m on m.id = c.model_version_id
            order by c.project_id, c.sequence desc""";

    private final ModelServer server;
    private final Sql sql;
    private final ReentrantLock oneAtATime = new ReentrantLock();
    private boolean away;

    SyncServedModels(ModelServer server, Sql sql) {
        this.server = server;
        this.sql = sql;
    }

    /** After the commit and outside the request: nobody waits for weights to be read from disk. */
    void onMadeCurrent(@Observes(during = TransactionPhase.AFTER_SUCCESS) ModelMadeCurrent made) {
        Thread.ofVirtual().name("serve-current").start(this::reconcile);
    }

    @Scheduled(
            identity = "serve-current",
            every = "{hone.serve.tick}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void tick() {
        reconcile();
    }

    /** Makes the server serve the current models; one that is down is told at a later tick. */
    void reconcile() {
        if (!server.isSetUp()) {
            return;
        }
        oneAtATime.lock();
        try {
            Map<String, String> served = server.served();
            Map<String, String> current = current();
            current.forEach((name, sha256) -> {
                if (!sha256.equals(served.get(name))) {
                    serve(name, sha256);
                }
            });
            served.keySet().stream().filter(name -> !current.containsKey(name)).forEach(server::forget);
            if (away) {
                LOG.info("the model server is back");
            }
            away = false;
        } catch (NoAnswer e) {
            if (!away) {
                LOG.warnf("the model server can't be told what is current, it is tried again: %s", e.getMessage());
            }
            away = true;
        } finally {
            oneAtATime.unlock();
        }
    }

    /** A model that can't be served does not keep the others from being served. */
    private void serve(String name, String sha256) {
        try {
            server.serve(name, sha256);
            LOG.infof("served as %s: %s", name, sha256);
        } catch (NoAnswer e) {
            LOG.warnf("the current model of %s can't be served: %s", name, e.getMessage());
        }
    }

    private Map<String, String> current() {
        Map<String, String> current = new TreeMap<>();
        sql.list(CURRENT, c -> Map.entry(c.text("slug"), c.text("sha256")))
                .forEach(row -> current.put(row.getKey(), row.getValue()));
        return current;
    }
}
