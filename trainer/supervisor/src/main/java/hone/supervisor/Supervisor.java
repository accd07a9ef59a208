package hone.supervisor;

import hone.contract.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import org.apache.kafka.clients.producer.Producer;
import org.jboss.logging.Logger;

/** The trainer service without its framework: assembles the parts, starts and stops them. */
final class Supervisor implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Supervisor.class);

    /** For the last events to be acknowledged; those that are not are sent again at the next start. */
    private static final Duration SEND_TIMEOUT = Duration.ofSeconds(5);

    /** As many as the trainer starts on one machine. */
    private static final int PROCESSES_MAX = 256;

    private static final Duration FOLDER_PAUSE = Duration.ofSeconds(5);

    private final SupervisorConfig config;
    private final StopSignal stop = new StopSignal();
    private final Producer<String, byte[]> producer;
    private final AwaitTopics awaitTopics;
    private final Runs runs;
    private final RunInbox inbox;
    private final Thread reading = Thread.ofVirtual().name("inbox").unstarted(this::read);
    private volatile boolean ready;

    Supervisor(SupervisorConfig config, KafkaClients kafka, MeterRegistry meters) {
        this.config = config;
        if (config.parallelRuns() < 1 || config.waitingRuns() < 1) {
            throw new IllegalArgumentException("hone.parallel-runs and hone.waiting-runs must be at least 1");
        }
        if (config.worker().processes() < 1 || config.worker().processes() > PROCESSES_MAX) {
            throw new IllegalArgumentException("hone.worker.processes is "
                    + config.worker().processes() + ", but must be from 1 to " + PROCESSES_MAX);
        }
        Topics topics = config.topics();
        producer = kafka.producer();
        DeadLetters deadLetters = new DeadLetters(producer, topics.deadLetters(), meters);
        EventRelay relay = new EventRelay(producer, topics.runEvents(), deadLetters, meters);
        PrepareJob prepare =
                new PrepareJob(config.models(), config.worker(), new DatasetFetch(kafka, topics.datasets()));
        RunDriver driver =
                new RunDriver(config, Engines.of(config), prepare, new RestartPolicy(config.restarts()), stop, meters);
        runs = new Runs(config, driver, relay, new RemoveOldData(config.keepData()), stop, meters);
        inbox = new RunInbox(kafka, config, runs, deadLetters, relay, stop);
        awaitTopics = new AwaitTopics(kafka, topics, stop);
    }

    void start() {
        reading.start();
    }

    /** True once the topics exist and earlier runs have been resumed. */
    boolean ready() {
        return ready;
    }

    int openRuns() {
        return runs.open();
    }

    private void read() {
        try {
            if (!awaitTopics.done()) {
                return;
            }
            while (!resumeFormerRuns()) {
                if (stop.awaitWithin(FOLDER_PAUSE)) {
                    return;
                }
            }
            ready = true;
            LOG.infof(
                    "taking runs from %s; their folders are in %s",
                    config.topics().runs(), config.runs());
            inbox.read();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean resumeFormerRuns() {
        try {
            runs.start();
            return true;
        } catch (IOException e) {
            LOG.errorf(e, "the folder of runs can't be used: %s", config.runs());
            return false;
        }
    }

    /**
     * Workers get SIGTERM, save their state and exit; the next start resumes their runs. Takes little longer than the workers'
     * grace period.
     */
    @Override
    public void close() throws InterruptedException {
        stop.request();
        runs.close();
        reading.join(SEND_TIMEOUT);
        if (!runs.awaitEnd(config.worker().grace().multipliedBy(2).plus(SEND_TIMEOUT))) {
            LOG.warn("some runs did not stop in time; the next start resumes them");
        }
        producer.close(SEND_TIMEOUT);
        runs.awaitEnd(SEND_TIMEOUT);
    }
}
