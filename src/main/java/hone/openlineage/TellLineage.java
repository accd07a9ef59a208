package hone.openlineage;

import hone.contract.Wire;
import hone.openlineage.LineageEvent.Dataset;
import hone.openlineage.LineageEvent.Type;
import hone.outbox.Happened;
import hone.web.Sql;
import hone.web.Uuid7;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Stores lineage events in the transaction of what they report, once for each transport that is configured. */
@ApplicationScoped
class TellLineage {
    private final LineageConfig config;
    private final Transports transports;
    private final Sql sql;

    TellLineage(LineageConfig config, Transports transports, Sql sql) {
        this.config = config;
        this.transports = transports;
        this.sql = sql;
    }

    void tell(@Observes Happened happened) {
        if (transports.all().isEmpty()) {
            return;
        }
        switch (happened.type()) {
            case Happened.DATASET_FROZEN -> frozen(happened);
            case Happened.RUN_STARTED -> ran(happened, Type.START);
            case Happened.RUN_FINISHED -> ran(happened, end(happened));
            case Happened.MODEL_MADE_CURRENT -> deployed(happened);
            default -> {} // Other events are not part of the data lineage.
        }
    }

    private static Type end(Happened happened) {
        return switch (text(happened, "outcome").toLowerCase(Locale.ROOT)) {
            case "succeeded" -> Type.COMPLETE;
            case "cancelled" -> Type.ABORT;
            default -> Type.FAIL;
        };
    }

    private void frozen(Happened happened) {
        String slug = slug(happened);
        Dataset made = dataset(slug + ".dataset")
                .version(text(happened, "number"))
                .rows(Long.parseLong(text(happened, "rows")));
        LineageEvent.Job job = LineageEvent.job(config.namespace(), slug + ".freeze", "FREEZE");
        LineageEvent.Run run = LineageEvent.run(UUID.fromString(text(happened, "datasetId")));
        List<Dataset> judgments = List.of(dataset(slug + ".judgments"));
        // A freeze is one transaction, so its start only becomes known with its end.
        keep(LineageEvent.of(Type.START, happened.at(), run, job, judgments, List.of()));
        keep(LineageEvent.of(Type.COMPLETE, happened.at(), run, job, judgments, List.of(made)));
    }

    /** The inputs and the output of a run. */
    private record Read(
            String stage,
            boolean begun,
            Optional<Long> dataset,
            String policy,
            Optional<String> reward,
            Optional<String> made,
            Optional<String> sha256) {}

    private void ran(Happened happened, Type type) {
        String slug = slug(happened);
        UUID id = UUID.fromString(text(happened, "runId"));
        Read read = sql.first(
                        """
                        select r.kind, exists (select 1 from run_event e where e.run_id = r.id and e.kind = 'run.started') as begun,
                          d.number, p.name as policy, w.name as reward, m.name as made, m.sha256
                        from run r join model_version p on p.id = r.policy_id
                        left join dataset d on d.id = r.dataset_id left join model_version w on w.id = r.reward_id
                        left join model_version m on m.run_id = r.id where r.id = ? limit 1""",
                        c -> new Read(
                                c.text("kind"),
                                c.flag("begun"),
                                c.maybeNumber("number"),
                                c.text("policy"),
                                c.maybeText("reward"),
                                c.maybeText("made"),
                                c.maybeText("sha256")),
                        id)
                .orElseThrow();
        LineageEvent.Job job = LineageEvent.job(config.namespace(), slug + "." + read.stage(), "TRAINING");
        List<Dataset> inputs = new ArrayList<>();
        read.dataset().ifPresent(number -> inputs.add(dataset(slug + ".dataset").version(Long.toString(number))));
        inputs.add(model(slug, read.policy()));
        read.reward().ifPresent(reward -> inputs.add(model(slug, reward)));
        List<Dataset> outputs = read.made().stream()
                .map(made -> model(slug, made).version(read.sha256().orElse(made)))
                .toList();
        if (type != Type.START && !read.begun()) {
            keep(LineageEvent.of(Type.START, happened.at(), LineageEvent.run(id), job, inputs, List.of()));
        }
        LineageEvent.Run run =
                type == Type.FAIL ? LineageEvent.failed(id, text(happened, "reason")) : LineageEvent.run(id);
        keep(LineageEvent.of(type, happened.at(), run, job, inputs, outputs));
    }

    private void deployed(Happened happened) {
        String slug = slug(happened);
        LineageEvent.Run run = LineageEvent.run(Uuid7.next());
        LineageEvent.Job job = LineageEvent.job(config.namespace(), slug + ".deploy", "DEPLOYMENT");
        List<Dataset> model = List.of(model(slug, text(happened, "name")));
        Dataset current = dataset(slug + ".current-model").version(text(happened, "sha256"));
        keep(LineageEvent.of(Type.START, happened.at(), run, job, model, List.of()));
        keep(LineageEvent.of(Type.COMPLETE, happened.at(), run, job, model, List.of(current)));
    }

    private Dataset model(String slug, String name) {
        return dataset(slug + ".model." + name);
    }

    private Dataset dataset(String name) {
        return Dataset.of(config.namespace(), name);
    }

    private String slug(Happened happened) {
        return sql.first("select slug from project where id = ?", c -> c.text("slug"), happened.project())
                .orElseThrow();
    }

    private static String text(Happened happened, String field) {
        return Optional.<Object>ofNullable(happened.data().get(field))
                .map(String::valueOf)
                .orElse("");
    }

    private void keep(LineageEvent event) {
        Instant now = Instant.now();
        String payload = Wire.write(event);
        for (Transport transport : transports.all()) {
            sql.run(
                    "insert into lineage_event (transport, payload, created_at, due_at) values (?, ?, ?, ?)",
                    transport.name(),
                    payload,
                    now,
                    now);
        }
    }
}
