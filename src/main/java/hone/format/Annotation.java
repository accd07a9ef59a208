package hone.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What one annotator said of a task, gathered control by control (Label Studio) or question by question (Argilla), then told as decisions. */
final class Annotation {
    private static final Pattern CORRECTS = Pattern.compile("(?i).*(correct|rewrit|rewrote|edit|improv|fixed|revis).*");
    private static final Pattern WRITTEN =
            Pattern.compile("(?i).*(reason|rationale|comment|why|explain|explanation|note|feedback).*");
    private static final int CHOICE_CHARACTERS_MAX = 80;

    private final TaskData task;
    private final Map<Integer, Map<String, Double>> scales = new TreeMap<>();
    private final Map<Integer, Map<String, Boolean>> flags = new TreeMap<>();
    private final List<Function<Facts, Decision>> decisions = new ArrayList<>();
    private final List<Typed> texts = new ArrayList<>();

    Annotation(TaskData task) {
        this.task = task;
    }

    /** Something written into a control. */
    private record Typed(String control, String about, String text) {}

    /**
     * @param named the name of the control
     * @param about what it is about: the name of a field
     * @param type as Label Studio calls it
     */
    void add(String named, String about, String type, JsonNode value) {
        String control = Texts.name(named);
        switch (type) {
            case "pairwise" -> pairwise(control, about, value.path("selected").asText(""));
            case "ranker" -> ranker(control, value.path("ranker"));
            case "choices" -> choices(control, about, value.path("choices"));
            case "rating" -> scale(control, about, value.path("rating"));
            case "number" -> scale(control, about, value.path("number"));
            case "textarea" -> {
                JsonNode text = value.path("text");
                if (text.isTextual()) {
                    texts.add(new Typed(control, about, text.textValue()));
                }
                text.forEach(line -> texts.add(new Typed(control, about, line.asText(""))));
            }
            default ->
                throw new RefusedRow(
                        "A judgment of the type “" + Texts.shown(type) + "” is not read.",
                        "The control “" + Texts.shown(control) + "” has it.");
        }
    }

    /** In tables that don't tell fields of the task from controls: a reason by its name, or what may be a choice. */
    static boolean isLikelyControl(String name, JsonNode value, TaskData task) {
        if (!value.isTextual() || UnaskedFields.isFact(name, value)) {
            return !value.isTextual();
        }
        return WRITTEN.matcher(name).matches()
                || (isShort(value.textValue()) && task.responses().size() == 1);
    }

    private static boolean isShort(String text) {
        return text.length() <= CHOICE_CHARACTERS_MAX && text.indexOf('\n') < 0;
    }

    /** In files that don't tell one choice from one text: a choice is short, and there is an answer that it can be about. */
    void addTextOrChoice(String named, String about, String text) {
        String control = Texts.name(named);
        boolean choice = isShort(text)
                && !WRITTEN.matcher(control).matches()
                && !CORRECTS.matcher(control).matches()
                && task.about(about).isPresent();
        boolean ofTwo = isShort(text)
                && task.responses().size() == 2
                && BetterOfTwo.of(text, task).isPresent();
        if (choice || ofTwo) {
            choices(control, about, Json.NODES.arrayNode().add(text));
        } else {
            texts.add(new Typed(control, about, text));
        }
    }

    private void pairwise(String control, String about, String selected) {
        List<Integer> pair = new ArrayList<>();
        for (String name : about.split(",")) {
            task.about(name.strip()).ifPresent(pair::add);
        }
        if (pair.size() != 2 || pair.get(0).equals(pair.get(1))) {
            pair = task.responses().size() == 2 ? List.of(0, 1) : List.of();
        }
        if (pair.isEmpty()) {
            throw new RefusedRow(
                    "Which two answers “" + Texts.shown(control) + "” compares is not clear.",
                    "The task has " + task.responses().size() + " answers.");
        }
        int left = pair.get(0);
        int right = pair.get(1);
        switch (selected) {
            case "left" -> decisions.add(facts -> new Decision.Preferred(left, right, OptionalDouble.empty(), facts));
            case "right" -> decisions.add(facts -> new Decision.Preferred(right, left, OptionalDouble.empty(), facts));
            default ->
                throw new RefusedRow(
                        "A comparison says neither left nor right.",
                        "“" + Texts.shown(control) + "” says “" + Texts.shown(selected) + "”.");
        }
    }

    /** One list is an order, best first; several are buckets, whose order their names tell, or which are no more than names. */
    private void ranker(String control, JsonNode lists) {
        Ranker ranker = Ranker.of(lists, control, task);
        ranker.orders().forEach(this::ranked);
        ranker.names().forEach((bucket, indexes) -> indexes.forEach(index -> flag(index, control, bucket)));
    }

    /** Places by number, best 1: {@code [{value, rank}…]}. */
    void ranks(String control, JsonNode ranks) {
        Ranker.ofRanks(ranks, control, task).orders().forEach(this::ranked);
    }

    private void ranked(List<List<Integer>> places) {
        try {
            Decision.Ranked checked = new Decision.Ranked(places, Facts.NONE);
            decisions.add(facts -> new Decision.Ranked(checked.places(), facts));
        } catch (IllegalArgumentException e) {
            throw new RefusedRow("A ranking names an answer twice.", "");
        }
    }

    private void choices(String control, String about, JsonNode choices) {
        for (JsonNode choice : choices) {
            String chosen = Json.fact(choice, control);
            if (task.responses().size() == 2 && task.indexes().getOrDefault(about, -1) < 0) {
                decisions.add(BetterOfTwo.of(chosen, task)
                        .orElseThrow(() -> new RefusedRow(
                                "Which answer a choice is about is not clear.",
                                "“" + Texts.shown(control) + "” says “" + Texts.shown(chosen)
                                        + "”, and the task has two.")));
                continue;
            }
            flag(target(control, about), control, chosen);
        }
    }

    /** Control and choice together may be longer than a name: it is cut, unless another choice would then be the same. */
    private void flag(int response, String control, String chosen) {
        String whole = control + ": " + chosen;
        String name = Texts.name(whole);
        Boolean before = flags.computeIfAbsent(response, i -> new TreeMap<>()).put(name, true);
        if (before != null && whole.length() > Limits.NAME_CHARACTERS_MAX) {
            throw new RefusedRow(
                    "Two choices begin with the same " + Limits.NAME_CHARACTERS_MAX + " characters.",
                    "The control “" + Texts.shown(control) + "” has them.");
        }
    }

    private void scale(String control, String about, JsonNode step) {
        scales.computeIfAbsent(target(control, about), i -> new TreeMap<>())
                .put(control, Json.number(step, control, false));
    }

    private int target(String control, String about) {
        return task.about(about)
                .orElseThrow(() -> new RefusedRow(
                        "Which answer “" + Texts.shown(control) + "” is about is not clear.",
                        task.responses().isEmpty()
                                ? "The task has no answer."
                                : "It points at “" + Texts.shown(about) + "”, and the task has "
                                        + task.responses().size() + " answers."));
    }

    /** What was decided, with the facts that are the same for all of it. */
    List<Decision> decisions(Facts known) {
        List<Typed> reasons = new ArrayList<>(texts);
        List<Function<Facts, Decision>> all = new ArrayList<>(decisions);
        for (Typed typed : texts) {
            Optional<Integer> corrected =
                    CORRECTS.matcher(typed.control()).matches() ? task.about(typed.about()) : Optional.empty();
            if (corrected.isPresent()) {
                String text = Texts.answer(typed.text(), typed.control());
                all.add(facts -> new Decision.Corrected(corrected.get(), text, facts));
                reasons.remove(typed);
            } else if (task.responses().isEmpty()) {
                String text = Texts.answer(typed.text(), typed.control());
                all.add(facts -> new Decision.Written(text, facts));
                reasons.remove(typed);
            }
        }
        String reason =
                String.join("\n\n", reasons.stream().map(Typed::text).toList()).strip();
        Facts facts = reason.isEmpty() ? known : known.withReason(Optional.of(Texts.reason(reason)));
        List<Decision> told = new ArrayList<>();
        all.forEach(decision -> told.add(decision.apply(facts)));
        for (int index = 0; index < task.responses().size(); index++) {
            if (scales.containsKey(index) || flags.containsKey(index)) {
                told.add(new Decision.Rated(
                        index, scales.getOrDefault(index, Map.of()), flags.getOrDefault(index, Map.of()), facts));
            }
        }
        if (told.isEmpty() && !reason.isEmpty()) {
            throw new RefusedRow(
                    "A text was written about answers that nobody decided about.", "It says: " + Texts.cut(reason, 60));
        }
        return told;
    }
}
