package hone.run;

import hone.contract.BestOfNRecipe;
import hone.contract.CloudEvent;
import hone.contract.DpoRecipe;
import hone.contract.GeneratePrompt;
import hone.contract.GenerateRecipe;
import hone.contract.GrpoRecipe;
import hone.contract.KtoRecipe;
import hone.contract.Message;
import hone.contract.PpoRecipe;
import hone.contract.PretrainRecipe;
import hone.contract.Recipe;
import hone.contract.RewardRecipe;
import hone.contract.RunCommand;
import hone.contract.RunCommand.RunRequested;
import hone.contract.RunEvent;
import hone.contract.ScoreRecipe;
import hone.contract.SftRecipe;
import hone.contract.Wire;
import hone.outbox.KafkaClients;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Answers what is asked on {@code runs} as a trainer would, on real Kafka, without training. It tells everything twice. */
public final class TrainerDouble implements AutoCloseable {
    private final KafkaClients clients;
    private final String projectId;
    private final List<RunCommand> heard = new CopyOnWriteArrayList<>();
    private final List<Class<? extends Recipe>> failing = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean over;

    public TrainerDouble(KafkaClients clients, String projectId) {
        this.clients = clients;
        this.projectId = projectId;
        this.thread = Thread.ofPlatform().name("trainer-double").daemon().start(this::loop);
    }

    /** The next run of this kind fails once, with a sentence. */
    public void fails(Class<? extends Recipe> kind) {
        failing.add(kind);
    }

    public List<RunCommand> heard() {
        return heard;
    }

    private void loop() {
        try (Consumer<byte[], byte[]> consumer = clients.consumer();
                Producer<String, byte[]> producer = clients.producer()) {
            List<TopicPartition> all =
                    List.of(new TopicPartition(clients.topics().runs(), 0));
            consumer.assign(all);
            consumer.seekToBeginning(all);
            while (!over) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    RunCommand command = Wire.read(record.value(), RunCommand.class);
                    if (command instanceof RunRequested requested
                            && requested.projectId().equals(projectId)
                            && heard.stream().noneMatch(h -> h.runId().equals(requested.runId()))) {
                        heard.add(requested);
                        List<RunEvent> events =
                                failing.remove(requested.recipe().getClass())
                                        ? failed(requested.runId())
                                        : events(requested);
                        events.forEach(event -> {
                            send(producer, event);
                            send(producer, event);
                        });
                        producer.flush();
                    }
                }
            }
        }
    }

    private void send(Producer<String, byte[]> producer, RunEvent event) {
        producer.send(record(clients, event));
    }

    static ProducerRecord<String, byte[]> record(KafkaClients clients, RunEvent event) {
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(clients.topics().runEvents(), event.runId(), Wire.bytes(event));
        new CloudEvent(
                        event.runId() + "-" + event.sequence(),
                        "hone-trainer",
                        CloudEvent.typeOf(event),
                        event.runId(),
                        event.at())
                .headers()
                .forEach((name, value) -> record.headers().add(name, value));
        return record;
    }

    private static List<RunEvent> events(RunRequested asked) {
        return switch (asked.recipe()) {
            case SftRecipe sft -> tuned(asked.runId());
            case GenerateRecipe generate -> sampled(asked, generate);
            case PretrainRecipe other -> List.of();
            case ScoreRecipe other -> List.of();
            case RewardRecipe reward -> TrainingEvents.scored(asked.runId());
            case PpoRecipe ppo -> TrainingEvents.bent(asked.runId());
            case GrpoRecipe grpo -> TrainingEvents.bent(asked.runId());
            case DpoRecipe dpo -> tuned(asked.runId());
            case KtoRecipe kto -> tuned(asked.runId());
            case BestOfNRecipe best -> TrainingEvents.best(asked.runId());
        };
    }

    private static List<RunEvent> failed(String run) {
        Instant at = Instant.now();
        return List.of(
                new RunEvent.RunStarted(run, 1, at, 0, 40, "double", 1),
                new RunEvent.RunFailed(run, 2, at, "The disk is full.", "disk-full", Optional.empty()));
    }

    public static List<RunEvent> tuned(String run) {
        Instant at = Instant.now();
        List<Message> asked = List.of(Message.user("Who feeds the heron?"));
        String sha256 = Wire.sha256(run.getBytes(StandardCharsets.UTF_8));
        List<RunEvent> events = new ArrayList<>();
        events.add(new RunEvent.RunStarted(
                run,
                1,
                at,
                0,
                40,
                "double",
                1,
                Optional.empty(),
                Optional.of("the double's own, chat_template.jinja")));
        events.add(heldOut(run, 2, at, 0, 2.97, 0));
        events.add(new RunEvent.AnswersSampled(
                run,
                3,
                at,
                "before",
                Optional.empty(),
                1,
                1,
                List.of(new RunEvent.Sampled("p", 0, asked, "The heron the heron.", 5, 4, false))));
        for (int step = 1; step <= 40; step++) {
            events.add(new RunEvent.StepReported(
                    run, 3 + step, at, step, 40, Map.of("loss", 3.0 / Math.sqrt(step), "lr", 5e-4, "grad_norm", 0.8)));
        }
        events.add(heldOut(run, 44, at, 40, 1.84, 0.4));
        events.add(new RunEvent.CheckpointSaved(run, 45, at, 40, sha256, 1000));
        events.add(new RunEvent.AnswersSampled(
                run,
                46,
                at,
                "after",
                Optional.empty(),
                1,
                1,
                List.of(new RunEvent.Sampled("p", 0, asked, "The miller does, with crumbs.", 5, 7, true))));
        events.add(new RunEvent.RunSucceeded(run, 47, at, Optional.of(sha256)));
        return events;
    }

    /** Forty rows of two tokens each, in turn so much above and below the mean. */
    private static RunEvent heldOut(String run, long sequence, Instant at, long step, double loss, double spread) {
        List<RunEvent.RowLoss> rows = new ArrayList<>();
        for (int row = 0; row < 40; row++) {
            rows.add(new RunEvent.RowLoss(2 * (loss + (row % 2 == 0 ? spread : -spread)), 2));
        }
        return new RunEvent.EvaluationReported(
                run, sequence, at, step, "held-out", Map.of("loss", loss, "num_tokens", 80.0), Optional.of(rows));
    }

    private static List<RunEvent> sampled(RunRequested asked, GenerateRecipe recipe) {
        Instant at = Instant.now();
        List<RunEvent> events = new ArrayList<>();
        events.add(new RunEvent.RunStarted(
                asked.runId(), 1, at, 0, recipe.prompts().size(), "double", 1));
        long sequence = 2;
        for (GeneratePrompt prompt : recipe.prompts()) {
            List<RunEvent.Sampled> answers = new ArrayList<>();
            for (int k = 0; k < recipe.perPrompt(); k++) {
                answers.add(new RunEvent.Sampled(
                        prompt.promptId(), k, prompt.messages(), "Answer " + k + ".", asked.seed() + k, 3, true));
            }
            events.add(new RunEvent.AnswersSampled(
                    asked.runId(),
                    sequence++,
                    at,
                    "task",
                    Optional.of(asked.inputs().policy().modelVersionId()),
                    recipe.sampling().temperature(),
                    recipe.sampling().topP(),
                    answers));
        }
        events.add(new RunEvent.RunSucceeded(asked.runId(), sequence, at, Optional.empty()));
        return events;
    }

    @Override
    public void close() {
        over = true;
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
