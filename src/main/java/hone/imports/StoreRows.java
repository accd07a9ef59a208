package hone.imports;

import hone.conversation.NearPrompts;
import hone.conversation.StorePrompts;
import hone.conversation.StorePrompts.AnswerRow;
import hone.conversation.StorePrompts.PromptRow;
import hone.conversation.StorePrompts.Settings;
import hone.format.Response;
import hone.imports.Stretch.Remark;
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
 * Writes what a stretch of a file brings, once: what is there already is counted and left as it is.
 */
@ApplicationScoped
class StoreRows {
    private final Sql sql;
    private final StorePrompts store;
    private final NearPrompts near;
    private final StoreDecisions decisions;
    private final AskAboutRows ask;
    private final ComesAgain comesAgain;

    StoreRows(
            Sql sql,
            StorePrompts store,
            NearPrompts near,
            StoreDecisions decisions,
            AskAboutRows ask,
            ComesAgain comesAgain) {
        this.sql = sql;
        this.store = store;
        this.near = near;
        this.decisions = decisions;
        this.ask = ask;
        this.comesAgain = comesAgain;
    }

    /** How much was new and how much existed before. */
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

    /** @param place tells when it may go on */
    @Transactional(Transactional.TxType.MANDATORY)
    Stored store(ImportBatch batch, List<Incoming> given, OneFile file, PlaceInLine place) {
        // Simultaneous imports of a project take turns, so that the check for existing rows holds until the commit.
        place.take(sql, batch.projectId);
        return new Storing(batch, file).store(given, place);
    }

    /** One stretch on its way in. */
    private final class Storing {
        private final ImportBatch batch;
        private final String defaultModel;
        private final Expected expected;
        private final Instant now = Instant.now();
        private final List<Remark> remarks = new ArrayList<>();
        private final Map<String, Optional<UUID>> models = new HashMap<>();

        /** The prompts of the stretch by hash. */
        private final Map<String, UUID> prompts = new HashMap<>();

        private final Set<UUID> added = new HashSet<>();
        private final List<AnswerRow> answers = new ArrayList<>();

        Storing(ImportBatch batch, OneFile file) {
            this.batch = batch;
            this.defaultModel = file.defaultModel();
            // Whether one is left out must not depend on where its stretch begins.
            this.expected = batch.choices.isSkippingNearDuplicates() ? Expected.nothing() : file.expected();
        }

        Stored store(List<Incoming> given, PlaceInLine place) {
            if (!expected.newPrompts()) {
                prompts.putAll(store.known(
                        batch.projectId,
                        given.stream().map(Incoming::sha256).distinct().toArray(String[]::new)));
            }
            Map<String, Incoming> fresh = new LinkedHashMap<>();
            given.stream()
                    .filter(one -> !prompts.containsKey(one.sha256()))
                    .forEach(one -> fresh.putIfAbsent(one.sha256(), one));
            List<NearPrompts.Fresh> compared = fresh.values().stream()
                    .map(one -> new NearPrompts.Fresh(one.prompt(), one.likeness(), one.row()))
                    .toList();
            NearPrompts.Found found = expected.newKeys() ? near.amongThemselves(compared) : near.find(compared);
            List<Incoming> looked = List.copyOf(fresh.values());
            Set<String> alike = alike(looked, found);
            Set<String> skipped = batch.choices.isSkippingNearDuplicates() ? alike : Set.of();
            fresh.keySet().removeAll(skipped);
            List<Incoming> kept = given.stream()
                    .filter(one -> !skipped.contains(one.sha256()))
                    .toList();
            Set<UUID> before = Set.copyOf(prompts.values());
            expected.whilePrompts(() -> addPrompts(fresh));
            Map<UUID, long[]> keys = new LinkedHashMap<>();
            fresh.values().forEach(one -> keys.put(prompt(one), one.likeness()));
            expected.whileKeys(() -> near.keep(keys, found));
            near.anchor(anchors(looked, found));

            kept.forEach(this::readAnswers);
            StorePrompts.Kept stored = store.answers(batch.id, answers, before, now);
            place.placed();
            place.awaitBefore();
            List<StoreDecisions.Decided> decided = decided(kept, stored.ids());
            StoreDecisions.Stored judged = decisions.store(batch, decided, before, now);
            remarks.addAll(judged.remarks());
            AskAboutRows.Asked asked = ask.about(batch, kept, placed(stored, comesAgain.unasked(batch, before)), now);
            remarks.addAll(asked.remarks());
            return new Stored(
                    added.size(),
                    kept.size() - added.size(),
                    stored.added().size(),
                    answers.size() - stored.added().size(),
                    judged.added(),
                    decided.size() - judged.added(),
                    asked.tasks(),
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

        /** For each near duplicate: the oldest of the prompts that say nearly the same. */
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

        private AskAboutRows.Placed placed(StorePrompts.Kept stored, Set<UUID> takenBack) {
            return new AskAboutRows.Placed(prompts, added, takenBack, answers, stored);
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
    }
}
