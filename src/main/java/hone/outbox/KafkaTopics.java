package hone.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jboss.logging.Logger;

/** Creates missing topics and checks the settings of existing ones. */
@ApplicationScoped
public class KafkaTopics {
    private static final Logger LOG = Logger.getLogger(KafkaTopics.class);

    private final KafkaClients clients;
    private volatile boolean established;
    private volatile List<String> faults = List.of("The topics have not been checked yet: Kafka has not answered.");

    KafkaTopics(KafkaClients clients) {
        this.clients = clients;
    }

    /** True once all topics have been found; their settings may still have {@link #faults}. */
    public boolean established() {
        return established;
    }

    /** Why the app must not be used in its present state; empty when all is well. */
    public List<String> faults() {
        return faults;
    }

    /** Does it all again on each call; several instances may do it at once. */
    public synchronized void establish() {
        List<TopicPlan> plans = TopicPlan.all(clients.topics());
        try (Admin admin = clients.admin()) {
            create(admin, plans);
            faults = check(admin, plans);
            established = true;
        } catch (ExecutionException e) {
            throw new KafkaException("Kafka did not create or describe the topics: " + cause(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while Kafka was asked for its topics", e);
        }
        if (faults.isEmpty()) {
            LOG.infof("Kafka topics are as they should be: %s", plans);
        } else {
            LOG.errorf("Kafka topics need fixing, not ready until then: %s", String.join(" ", faults));
        }
    }

    private static void create(Admin admin, List<TopicPlan> plans) throws ExecutionException, InterruptedException {
        var there = admin.listTopics().names().get();
        for (TopicPlan plan : plans) {
            if (there.contains(plan.name())) {
                continue;
            }
            try {
                admin.createTopics(List.of(plan.create())).all().get();
                LOG.infof("Kafka topic %s created", plan.name());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) { // Another instance was quicker.
                    throw e;
                }
            }
        }
    }

    private static List<String> check(Admin admin, List<TopicPlan> plans)
            throws ExecutionException, InterruptedException {
        Map<String, TopicPlan> byName = plans.stream().collect(Collectors.toMap(TopicPlan::name, plan -> plan));
        var resources = plans.stream()
                .map(plan -> new ConfigResource(ConfigResource.Type.TOPIC, plan.name()))
                .toList();
        return admin.describeConfigs(resources).all().get().entrySet().stream()
                .flatMap(entry -> {
                    Map<String, String> found = new HashMap<>();
                    entry.getValue().entries().forEach(setting -> found.put(setting.name(), setting.value()));
                    TopicPlan plan = byName.get(entry.getKey().name());
                    return plan == null ? List.<String>of().stream() : plan.faults(found).stream();
                })
                .sorted()
                .toList();
    }

    private static String cause(ExecutionException e) {
        return String.valueOf(e.getCause() == null ? e : e.getCause());
    }
}
