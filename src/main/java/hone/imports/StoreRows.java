package hone.imports;

import hone.conversation.Answer;
import hone.conversation.NearPrompts;
import hone.conversation.StorePrompts;
import hone.conversation.StorePrompts.AnswerRow;
import hone.conversation.StorePrompts.PromptRow;
import hone.conversation.StorePrompts.Settings;
import hone.format.Response;
import hone.imports.Stretch.Remark;
import hone.project.Project;
import hone.task.TaskMaker;
import hone.web.Sql;
import hone.web.Uuid7;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Writes what a stretch of a file brings, once: what is there already is counted and left as it is. What nobody has decided yet
 * becomes work; what came with a decision is data and is not asked again.
 */
@ApplicationScoped
class StoreRows {
    private final Sql sql;
    private final StorePrompts store;
    private final NearPrompts near;
    private final StoreDecisions decisions;
    private final Project.Repo projects;
    private final TaskMaker tasks;

    StoreRows(
            Sql sql,
            StorePrompts store,
            NearPrompts near,
            StoreDecisions decisions,
            Project.Repo projects,
            TaskMaker tasks) {
        this.sql = sql;
        this.store = store;
        this.near = near;
        this.decisions = decisions;
        this.projects = projects;
        this.tasks = tasks;
    }

    /** How much was new and how much was there already. */
    record Stored(
            int promptsNew,
            int promptsOld,
            int answersNew,
            int answersOld,
            int judgmentsNew,
            int judgmentsOld,
            int tasks,
            int nearDuplicates,
            int skipped,
            List<Remark> remarks) {}

    /** @param defaultModel whose answers they are when an answer names its seed but no model */
    @Transactional(Transactional.TxType.MANDATORY)
    Stored store(ImportBatch batch, List<Incoming> given, String defaultModel) {
        // Two imports of a project at a time take turns, a stretch each: so "is it there already" stays true until the
        // commit.
        sql.number(
                "select count(pg_advisory_xact_lock(hashtext('hone.import'), hashtext(?)))",
                batch.projectId.toString());
        return new Storing(batch, defaultModel).store(given);
    }

    /** One stretch on its way in. */
    private final class Storing {
        private final ImportBatch batch;
        private final String defaultModel;
        private final Instant now = Instant.now();
        private final List<Remark> remarks = new ArrayList<>();
        private final Map<String, Optional<UUID>> models = new HashMap<>();

        /** The prompts of the stretch by their hashes. */
        private final Map<String, UUID> prompts = new HashMap<>();

        private final Set<UUID> added = new HashSet<>();
        private final List<AnswerRow> answers = new ArrayList<>();

        Storing(ImportBatch batch, String defaultModel) {
            this.batch = batch;
            this.defaultModel = defaultModel;
        }

        Stored store(List<Incoming> given) {
            prompts.putAll(store.known(
                    batch.projectId,
                    given.stream().map(Incoming::sha256).distinct().toArray(String[]::new)));
            Map<String, Incoming> fresh = new LinkedHashMap<>();
            given.stream()
                    .filter(one -> !prompts.containsKey(one.sha256()))
                    .forEach(one -> fresh.putIfAbsent(one.sha256(), one));
            NearPrompts.Found found = near.find(fresh.values().stream()
                    .map(one -> new NearPrompts.Fresh(one.prompt(), one.likeness(), one.row()))
                    .toList());
            List<Incoming> looked = List.copyOf(fresh.values());
            Set<String> alike = alike(looked, found);
            Set<String> skipped = batch.choices.isSkippingNearDuplicates() ? alike : Set.of();
            fresh.keySet().removeAll(skipped);
            List<Incoming> kept = given.stream()
                    .filter(one -> !skipped.contains(one.sha256()))
                    .toList();
            Set<UUID> before = Set.copyOf(prompts.values());
            addPrompts(fresh);
            Map<UUID, long[]> keys = new LinkedHashMap<>();
            fresh.values().forEach(one -> keys.put(prompt(one), one.likeness()));
            near.keep(keys, found);
            near.anchor(anchors(looked, found));

            kept.forEach(this::readAnswers);
            StorePrompts.Kept stored = store.answers(batch.id, answers, before, now);
            List<StoreDecisions.Decided> decided = decided(kept, stored.ids());
            StoreDecisions.Stored judged = decisions.store(batch, decided, before, now);
            remarks.addAll(judged.remarks());
            int asked = ask(kept, stored);
            return new Stored(
                    added.size(),
                    kept.size() - added.size(),
                    stored.added().size(),
                    answers.size() - stored.added().size(),
                    judged.added(),
                    decided.size() - judged.added(),
                    asked,
                    alike.size(),
                    given.size() - kept.size(),
                    remarks);
        }

        private Set<String> alike(List<Incoming> fresh, NearPrompts.Found found) {
            Set<String> alike = new HashSet<>();
            for (int i = 0; i < fresh.size(); i++) {
                Incoming one = fresh.get(i);
                found.near().get(i).ifPresent(near -> {
                    alike.add(one.sha256());
                    remarks.add(new Remark(
                            one.row(),
                            "Says nearly the same as "
                                    + near.row().map(row -> "line " + row).orElse("a prompt that is here")
                                    + ": " + near.percent() + " % of its three-word sequences."));
                });
            }
            return alike;
        }

        /** Of each that is near to another: the oldest of those that say nearly the same. */
        private Map<UUID, UUID> anchors(List<Incoming> looked, NearPrompts.Found found) {
            Map<Long, UUID> byRow = new HashMap<>();
            Map<UUID, UUID> anchors = new LinkedHashMap<>();
            for (int i = 0; i < looked.size(); i++) {
                Incoming one = looked.get(i);
                UUID id = prompts.get(one.sha256());
                if (id == null) {
                    continue; // left out by choice
                }
                UUID anchor = found.near()
                        .get(i)
                        .flatMap(near -> near.anchor().or(() -> near.row().map(byRow::get)))
                        .orElse(id);
                byRow.put(one.row(), anchor);
                if (!anchor.equals(id)) {
                    anchors.put(id, anchor);
                }
            }
            return anchors;
        }

        private void addPrompts(Map<String, Incoming> fresh) {
            List<PromptRow> rows = new ArrayList<>(fresh.size());
            for (Incoming one : fresh.values()) {
                UUID id = Uuid7.next();
                prompts.put(one.sha256(), id);
                added.add(id);
                rows.add(new PromptRow(id, one.messages(), one.sha256(), one.from()));
            }
            store.add(batch.projectId, batch.id, rows, now);
        }

        private UUID prompt(Incoming one) {
            return Objects.requireNonNull(prompts.get(one.sha256()));
        }

        private void readAnswers(Incoming one) {
            for (Incoming.Hashed given : one.responses()) {
                Response response = given.response();
                Optional<UUID> model = model(response, one.row());
                answers.add(new AnswerRow(
                        Uuid7.next(),
                        prompt(one),
                        response.text(),
                        given.sha256(),
                        model,
                        model.isEmpty() ? response.model() : Optional.empty(),
                        response.sampling().map(s -> new Settings(s.seed(), s.temperature(), s.topP(), s.ended())),
                        response.rank().isPresent()
                                ? Optional.of(response.rank().getAsInt())
                                : Optional.empty()));
            }
        }

        /** A model of ours is whose answer can be made again; of others the name is kept. */
        private Optional<UUID> model(Response response, long row) {
            if (response.sampling().isEmpty()) {
                return Optional.empty();
            }
            String name = response.model().orElse(defaultModel);
            if (name.isEmpty()) {
                return Optional.empty();
            }
            Optional<UUID> model = models.computeIfAbsent(name, this::baseModel);
            if (model.isEmpty()) {
                remarks.add(new Remark(
                        row,
                        "The model “" + name
                                + "” is no base model here: its answers are kept with its name, but not as its own."));
            }
            return model;
        }

        private Optional<UUID> baseModel(String name) {
            return sql.first(
                    "select id from model_version where project_id is null and name = ?", c -> c.id("id"), name);
        }

        private List<StoreDecisions.Decided> decided(List<Incoming> kept, List<UUID> ids) {
            List<StoreDecisions.Decided> decided = new ArrayList<>();
            int from = 0;
            for (Incoming one : kept) {
                List<UUID> own = ids.subList(from, from + one.responses().size());
                from += own.size();
                one.decisions()
                        .forEach(decision ->
                                decided.add(new StoreDecisions.Decided(one, prompt(one), decision, List.copyOf(own))));
            }
            return decided;
        }

        /** Prompts that are new, or have new answers, become work, unless somebody has decided about them. */
        private int ask(List<Incoming> kept, StorePrompts.Kept stored) {
            Set<UUID> decided = new HashSet<>();
            if (!batch.choices.isAskingAgain()) {
                kept.stream().filter(Incoming::isDecided).forEach(one -> decided.add(prompt(one)));
            }
            Map<UUID, Long> rowOf = new HashMap<>();
            Map<UUID, String> hashOf = new LinkedHashMap<>();
            for (Incoming one : kept) {
                rowOf.put(prompt(one), one.row());
                hashOf.putIfAbsent(prompt(one), one.sha256());
            }
            Map<UUID, List<Answer.Key>> brought = new HashMap<>();
            for (AnswerRow answer : answers) {
                if (stored.added().contains(answer.id())) {
                    brought.computeIfAbsent(answer.prompt(), none -> new ArrayList<>())
                            .add(new Answer.Key(answer.id(), answer.sha256(), answer.model()));
                }
            }
            List<TaskMaker.Request> ofNew = new ArrayList<>();
            List<TaskMaker.Request> ofOld = new ArrayList<>();
            hashOf.forEach((prompt, hash) -> {
                if (decided.contains(prompt)) {
                    return;
                }
                if (added.contains(prompt)) {
                    ofNew.add(new TaskMaker.Request(prompt, hash, brought.getOrDefault(prompt, List.of())));
                } else if (brought.containsKey(prompt)) {
                    ofOld.add(new TaskMaker.Request(
                            prompt,
                            hash,
                            Objects.requireNonNull(stored.ofPrompt().get(prompt))));
                }
            });
            if (ofNew.isEmpty() && ofOld.isEmpty()) {
                return 0;
            }
            Project project = projects.findById(batch.projectId);
            String origin = batch.id.toString();
            TaskMaker.Made fresh = tasks.makeOfNew(project, ofNew, TaskMaker.Origin.IMPORT, origin, now);
            TaskMaker.Made more = tasks.make(project, ofOld, TaskMaker.Origin.IMPORT, origin, now);
            for (List<TaskMaker.Request> requests : List.of(ofNew, ofOld)) {
                for (TaskMaker.Request request : requests) {
                    List<Answer.Key> own = brought.getOrDefault(request.prompt(), List.of());
                    long unasked = own.stream()
                            .filter(answer -> !fresh.answers().contains(answer.id())
                                    && !more.answers().contains(answer.id()))
                            .count();
                    if (unasked > 0) {
                        remarks.add(new Remark(
                                Objects.requireNonNull(rowOf.get(request.prompt())),
                                unasked + " of its " + own.size() + " answers in no task."));
                    }
                }
            }
            return fresh.tasks() + more.tasks();
        }
    }
}
