package hone.supervisor;

import hone.contract.RunCommand;
import hone.contract.RunEvent;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Takes commands from {@code runs}. A command is on the disk before its offset is committed; nothing here waits for a run. After
 * any error the consumer is opened again and continues from the last commit, so nothing is lost and a repetition is harmless.
 */
final class RunInbox {
    private static final Logger LOG = Logger.getLogger(RunInbox.class);
    static final String GROUP = "hone-supervisors";

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration GOODBYE = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final KafkaClients kafka;
    private final String topic;
    private final String group;
    private final Runs runs;
    private final DeadLetters deadLetters;
    private final EventRelay relay;
    private final StopSignal stop;

    RunInbox(
            KafkaClients kafka,
            SupervisorConfig config,
            Runs runs,
            DeadLetters deadLetters,
            EventRelay relay,
            StopSignal stop) {
        this.kafka = kafka;
        this.topic = config.topics().runs();
        this.group = config.topics().prefix() + GROUP;
        this.runs = runs;
        this.deadLetters = deadLetters;
        this.relay = relay;
        this.stop = stop;
    }

    /** Returns when the service is stopping. */
    void read() throws InterruptedException {
        while (!stop.isRequested()) {
            Consumer<String, byte[]> consumer = kafka.groupConsumer(group);
            try {
                read(consumer);
            } catch (IOException | RuntimeException e) {
                LOG.errorf("commands can't be taken from %s: %s. None is lost; trying again in %s", topic, e, PAUSE);
                stop.awaitWithin(PAUSE);
            } finally {
                // Leaving a group during a rebalance would take longer; the group can do without it.
                consumer.close(CloseOptions.timeout(GOODBYE));
            }
        }
    }

    private void read(Consumer<String, byte[]> consumer) throws IOException, InterruptedException {
        consumer.subscribe(List.of(topic));
        while (!stop.isRequested()) {
            for (ConsumerRecord<String, byte[]> command : consumer.poll(POLL)) {
                take(command);
                consumer.commitSync(Map.of(
                        new TopicPartition(command.topic(), command.partition()),
                        new OffsetAndMetadata(command.offset() + 1)));
            }
        }
    }

    private void take(ConsumerRecord<String, byte[]> message) throws IOException, InterruptedException {
        RunCommand command;
        try {
            byte[] value = Optional.ofNullable(message.value())
                    .orElseThrow(() -> new UnreadableMessage("a command on " + topic + " is empty"));
            command = Wire.read(value, RunCommand.class);
        } catch (UnreadableMessage e) {
            deadLetters.add(message, String.valueOf(e.getMessage()));
            answer(message, e);
            return;
        }
        LOG.infof("%s of run %s", command.getClass().getSimpleName(), command.runId());
        try {
            switch (command) {
                case RunCommand.RunRequested requested -> runs.request(requested);
                case RunCommand.RunCancelled cancelled -> runs.cancel(cancelled);
            }
        } catch (UnreadableMessage e) {
            deadLetters.add(message, String.valueOf(e.getMessage()));
        }
    }

    /** Whoever requested a run that can't be read must not wait forever. The message's key is the run's id. */
    private void answer(ConsumerRecord<String, byte[]> message, UnreadableMessage trouble)
            throws IOException, InterruptedException {
        RunEvent failed;
        try {
            failed = new RunEvent.RunFailed(
                    Optional.ofNullable(message.key()).orElse(""),
                    1,
                    Instant.now(),
                    "The trainer can't read the request: " + trouble.getMessage()
                            + ". App and trainer are perhaps of different versions; update both, then start the run again.",
                    "unreadable-request",
                    Optional.empty());
        } catch (UnreadableMessage e) {
            return; // the key is no run id
        }
        if (!runs.isKnown(failed.runId())) {
            relay.send(failed);
        }
    }
}
