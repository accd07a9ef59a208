package hone.imports;

import hone.conversation.Answer;
import hone.conversation.StorePrompts;
import hone.conversation.StorePrompts.AnswerRow;
import hone.imports.Stretch.Remark;
import hone.project.Project;
import hone.task.TaskMaker;
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
import java.util.Set;
import java.util.UUID;

/**
 * Prompts that are new, or have new answers, become work. What came with a decision is data and is not asked again, unless whoever
 * imports wants that.
 */
@ApplicationScoped
class AskAboutRows {
    private final Project.Repo projects;
    private final TaskMaker tasks;

    AskAboutRows(Project.Repo projects, TaskMaker tasks) {
        this.projects = projects;
        this.tasks = tasks;
    }

    /**
     * Where the rows of a stretch have been stored.
     *
     * @param prompts their ids by their hashes
     * @param added those that did not exist before
     * @param takenBack those that nobody is asked about because their import was taken back
     * @param answers of all rows, in order
     */
    record Placed(
            Map<String, UUID> prompts,
            Set<UUID> added,
            Set<UUID> takenBack,
            List<AnswerRow> answers,
            StorePrompts.Kept stored) {
        UUID prompt(Incoming one) {
            return Objects.requireNonNull(prompts.get(one.sha256()));
        }

        /** The new answers, by their prompts. */
        Map<UUID, List<Answer.Key>> brought() {
            Map<UUID, List<Answer.Key>> brought = new HashMap<>();
            for (AnswerRow answer : answers) {
                if (stored.added().contains(answer.id())) {
                    brought.computeIfAbsent(answer.prompt(), none -> new ArrayList<>())
                            .add(new Answer.Key(answer.id(), answer.sha256(), answer.model()));
                }
            }
            return brought;
        }
    }

    record Asked(int tasks, List<Remark> remarks) {}

    @Transactional(Transactional.TxType.MANDATORY)
    Asked about(ImportBatch batch, List<Incoming> rows, Placed placed, Instant now) {
        Map<UUID, List<Answer.Key>> brought = placed.brought();
        Map<UUID, Incoming> rowOf = undecided(batch, rows, placed);
        List<TaskMaker.Request> ofNew = new ArrayList<>();
        List<TaskMaker.Request> ofOld = new ArrayList<>();
        rowOf.forEach((prompt, row) -> {
            if (placed.added().contains(prompt)) {
                ofNew.add(new TaskMaker.Request(prompt, row.sha256(), brought.getOrDefault(prompt, List.of())));
            } else if (brought.containsKey(prompt) || placed.takenBack().contains(prompt)) {
                List<Answer.Key> all = placed.stored().ofPrompt().getOrDefault(prompt, List.of());
                ofOld.add(new TaskMaker.Request(prompt, row.sha256(), all));
            }
        });
        if (ofNew.isEmpty() && ofOld.isEmpty()) {
            return new Asked(0, List.of());
        }
        Project project = projects.findById(batch.projectId);
        String origin = batch.id.toString();
        TaskMaker.Made fresh = tasks.makeOfNew(project, ofNew, TaskMaker.Origin.IMPORT, origin, now);
        TaskMaker.Made more = ofOld.isEmpty()
                ? new TaskMaker.Made(0, Set.of())
                : tasks.make(project, ofOld, TaskMaker.Origin.IMPORT, origin, now);
        Set<UUID> asked = new HashSet<>(fresh.answers());
        asked.addAll(more.answers());
        List<Remark> remarks = new ArrayList<>();
        for (List<TaskMaker.Request> requests : List.of(ofNew, ofOld)) {
            for (TaskMaker.Request request : requests) {
                long row = Objects.requireNonNull(rowOf.get(request.prompt())).row();
                remarks.addAll(unasked(row, brought.getOrDefault(request.prompt(), List.of()), asked));
            }
        }
        return new Asked(fresh.tasks() + more.tasks(), remarks);
    }

    /** The prompts that nobody has decided about, each with the last row that brings it. */
    private static Map<UUID, Incoming> undecided(ImportBatch batch, List<Incoming> rows, Placed placed) {
        Map<UUID, Incoming> rowOf = new LinkedHashMap<>();
        rows.forEach(one -> rowOf.put(placed.prompt(one), one));
        if (!batch.choices.isAskingAgain()) {
            rows.stream().filter(Incoming::isDecided).forEach(one -> rowOf.remove(placed.prompt(one)));
        }
        return rowOf;
    }

    private static List<Remark> unasked(long row, List<Answer.Key> own, Set<UUID> asked) {
        long unasked =
                own.stream().filter(answer -> !asked.contains(answer.id())).count();
        return unasked == 0
                ? List.of()
                : List.of(new Remark(row, unasked + " of its " + own.size() + " answers in no task."));
    }
}
