package hone.supervisor;

import hone.contract.CloudEvent;
import hone.contract.RunEvent;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * Sends the events of runs: every complete line of a run's log, in order, remembering how far. After a restart it sends again
 * from there; consumers recognise a repeated (run, sequence).
 */
final class EventRelay {
    static final String SOURCE = "hone/trainer";

    private final Producer<String, byte[]> producer;
    private final String topic;
    private final DeadLetters deadLetters;
    private final Counter counter;

    EventRelay(Producer<String, byte[]> producer, String topic, DeadLetters deadLetters, MeterRegistry meters) {
        this.producer = producer;
        this.topic = topic;
        this.deadLetters = deadLetters;
        this.counter = meters.counter("hone.run.events.sent");
    }

    /** A line being sent, or one that is not an event. */
    private record Sending(LineTail.Line line, Optional<Future<RecordMetadata>> sent, String trouble) {}

    /**
     * Sends the lines that are there and returns once the brokers have them.
     *
     * @return false if there were none
     */
    boolean relay(RunFolder folder) throws IOException, InterruptedException {
        List<LineTail.Line> lines = new LineTail(folder.events().file(), folder.sent()).next();
        if (lines.isEmpty()) {
            return false;
        }
        List<Sending> sendings = new ArrayList<>();
        for (LineTail.Line line : lines) {
            sendings.add(send(folder.runId(), line));
        }
        for (Sending sending : sendings) {
            await(folder.runId(), sending);
        }
        folder.sent(lines.getLast().end());
        return true;
    }

    private Sending send(String runId, LineTail.Line line) {
        try {
            RunEvent event = Wire.read(line.bytes(), RunEvent.class);
            if (!event.runId().equals(runId)) {
                throw new UnreadableMessage("it is an event of run " + event.runId());
            }
            return new Sending(line, Optional.of(producer.send(record(event, line.bytes()))), "");
        } catch (UnreadableMessage e) {
            return new Sending(line, Optional.empty(), String.valueOf(e.getMessage()));
        }
    }

    private ProducerRecord<String, byte[]> record(RunEvent event, byte[] value) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, event.runId(), value);
        CloudEvent attributes = new CloudEvent(
                event.runId() + "/" + event.sequence(), SOURCE, CloudEvent.typeOf(event), event.runId(), event.at());
        attributes.headers().forEach(record.headers()::add);
        return record;
    }

    private void await(String runId, Sending sending) throws InterruptedException {
        if (sending.sent().isEmpty()) {
            deadLetters.add(runId, sending.line().end(), sending.trouble());
            return;
        }
        try {
            sending.sent().get().get();
            counter.increment();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof RecordTooLargeException)) {
                throw new KafkaException("could not send an event of run " + runId, e.getCause());
            }
            deadLetters.add(
                    runId,
                    sending.line().end(),
                    "an event of " + sending.line().bytes().length + " bytes is too large");
        }
    }

    /** Sends one event that has no folder: the answer to a request that can't be read. */
    void send(RunEvent event) throws InterruptedException {
        try {
            producer.send(record(event, Wire.bytes(event))).get();
        } catch (ExecutionException e) {
            throw new KafkaException("could not send an event of run " + event.runId(), e.getCause());
        }
    }
}
