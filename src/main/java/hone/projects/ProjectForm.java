package hone.projects;

import hone.kind.HandingOrder;
import hone.kind.WorkKind;
import hone.kind.WorkSetting;
import hone.project.Eligibility;
import hone.project.Project;
import hone.project.ProjectSettings;
import hone.project.Repeats;
import hone.project.TrainingEngine;
import hone.project.WorkSettings;
import hone.web.Complaints;
import hone.web.Typed;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.RestForm;
import org.jspecify.annotations.Nullable;

/** A project's settings as shown in the form, typed or read from the project: shown again unchanged when refused. */
public class ProjectForm {
    @RestForm
    public @Nullable String name;

    @RestForm
    public @Nullable String description;

    @RestForm
    public @Nullable String answersPerPrompt;

    @RestForm
    public @Nullable String rankingSize;

    @RestForm
    public @Nullable String leaseMinutes;

    @RestForm
    public @Nullable String dailyMax;

    @RestForm
    public @Nullable String guidelineRequired;

    @RestForm
    public @Nullable String repeatPercent;

    @RestForm
    public @Nullable String repeatAfterDays;

    @RestForm
    public @Nullable String heldOutPercent;

    @RestForm
    public @Nullable String rationaleRequired;

    @RestForm
    public @Nullable String temperature;

    @RestForm
    public @Nullable String topP;

    @RestForm
    public @Nullable String responseTokensMax;

    @RestForm
    public @Nullable String engine;

    private static final String ORDER_SENTENCE = "Choose one of the orders in the list.";

    private List<KindLine> kinds = List.of();

    /**
     * One kind of work in the form.
     *
     * @param judgments as typed
     * @param disputed as typed: how many at most where people disagree; empty: no more
     * @param order as sent
     */
    public record KindLine(WorkKind kind, boolean on, String judgments, String disputed, String order) {
        public String switchField() {
            return "asked-" + kind.wireName();
        }

        public String judgmentsField() {
            return "judgments-" + kind.wireName();
        }

        public String disputedField() {
            return "disputed-" + kind.wireName();
        }

        public String orderField() {
            return "order-" + kind.wireName();
        }

        /** Written answers differ by nature, so nobody disagrees about them. */
        public boolean canBeDisputed() {
            return kind.is(WorkKind.Labor.CHOOSING);
        }
    }

    /** Reads a line for each kind of work, so its fields can't be declared one by one. */
    ProjectForm withKinds(Map<String, List<String>> sent) {
        kinds = Arrays.stream(WorkKind.values())
                .map(kind -> new KindLine(kind, false, "", "", ""))
                .map(line -> new KindLine(
                        line.kind(),
                        sent.containsKey(line.switchField()),
                        first(sent, line.judgmentsField()),
                        first(sent, line.disputedField()),
                        first(sent, line.orderField())))
                .toList();
        return this;
    }

    private static String first(Map<String, List<String>> sent, String field) {
        return sent.getOrDefault(field, List.of()).stream()
                .findFirst()
                .map(Typed::line)
                .orElse("");
    }

    public List<KindLine> kinds() {
        return kinds;
    }

    public List<HandingOrder> orders() {
        return List.of(HandingOrder.values());
    }

    public List<TrainingEngine> engines() {
        return List.of(TrainingEngine.values());
    }

    static ProjectForm of(Project project, WorkSettings work) {
        ProjectForm form = new ProjectForm();
        form.name = project.name;
        form.description = project.description;
        form.kinds = work.kinds().entrySet().stream()
                .map(e -> line(e.getKey(), e.getValue()))
                .toList();
        form.answersPerPrompt = Integer.toString(project.answersPerPrompt);
        form.rankingSize = Integer.toString(project.rankingSize);
        form.leaseMinutes = Integer.toString(project.leaseMinutes);
        form.guidelineRequired = project.guidelineRequired ? "on" : null;
        form.dailyMax = Integer.toString(project.dailyMax);
        form.repeatPercent = Integer.toString(project.repeatPercent);
        form.repeatAfterDays = Integer.toString(project.repeatAfterDays);
        form.heldOutPercent = Integer.toString(project.heldOutPercent);
        form.rationaleRequired = project.rationaleRequired ? "on" : null;
        form.temperature = plain(project.temperature);
        form.topP = plain(project.topP);
        form.responseTokensMax = Integer.toString(project.responseTokensMax);
        form.engine = project.engine;
        return form;
    }

    private static KindLine line(WorkKind kind, WorkSetting setting) {
        return new KindLine(
                kind,
                setting.on(),
                Integer.toString(setting.judgments()),
                setting.judgmentsIfDisputed() == setting.judgments()
                        ? ""
                        : Integer.toString(setting.judgmentsIfDisputed()),
                setting.order().wireName());
    }

    /** For templates: never null. */
    public String shown(@Nullable String typed) {
        return Typed.text(typed);
    }

    public boolean isRationaleAsked() {
        return rationaleRequired != null;
    }

    public boolean isGuidelineRequired() {
        return guidelineRequired != null;
    }

    /**
     * The settings that were typed.
     *
     * @throws hone.web.Invalid with a sentence for each field that can't be read
     */
    ProjectSettings read() {
        Complaints.Collector complaints = new Complaints.Collector();
        Map<WorkKind, WorkSetting> work = new EnumMap<>(WorkKind.class);
        kinds.forEach(line -> work.put(line.kind(), setting(line, complaints)));
        ProjectSettings settings = new ProjectSettings(
                Typed.line(name),
                Typed.text(description),
                new ProjectSettings.Asking(
                        whole(answersPerPrompt, ProjectSettings.ANSWERS_PER_PROMPT, "answersPerPrompt", complaints),
                        whole(rankingSize, ProjectSettings.RANKING_SIZE, "rankingSize", complaints)),
                new ProjectSettings.Handing(
                        whole(leaseMinutes, ProjectSettings.LEASE_MINUTES, "leaseMinutes", complaints),
                        isRationaleAsked(),
                        new Eligibility(
                                whole(dailyMax, ProjectSettings.DAILY_MAX, "dailyMax", complaints),
                                isGuidelineRequired()),
                        new Repeats(
                                whole(repeatPercent, ProjectSettings.REPEAT_PERCENT, "repeatPercent", complaints),
                                whole(
                                        repeatAfterDays,
                                        ProjectSettings.REPEAT_AFTER_DAYS,
                                        "repeatAfterDays",
                                        complaints))),
                whole(heldOutPercent, ProjectSettings.HELD_OUT_PERCENT, "heldOutPercent", complaints),
                new ProjectSettings.Sampling(
                        complaints.need(
                                Typed.decimal(temperature, 0, 2), "temperature", ProjectSettings.TEMPERATURE, 1.0),
                        complaints.need(
                                Typed.decimal(topP, 0, 1).filter(p -> p > 0), "topP", ProjectSettings.TOP_P, 1.0),
                        whole(responseTokensMax, ProjectSettings.RESPONSE_TOKENS_MAX, "responseTokensMax", complaints)),
                new WorkSettings(work),
                complaints.need(
                        TrainingEngine.named(Typed.line(engine)),
                        "engine",
                        "Choose one of the engines in the list.",
                        TrainingEngine.DEFAULT));
        settings.check(complaints);
        complaints.throwIfAny();
        return settings;
    }

    private static WorkSetting setting(KindLine line, Complaints.Collector complaints) {
        int judgments = whole(line.judgments(), ProjectSettings.JUDGMENTS, line.judgmentsField(), complaints);
        HandingOrder order = complaints.need(
                HandingOrder.named(line.order()), line.orderField(), ORDER_SENTENCE, HandingOrder.OLDEST);
        if (line.disputed().isEmpty()) {
            return new WorkSetting(line.on(), judgments).in(order);
        }
        ProjectSettings.Bounds bounds = new ProjectSettings.Bounds(judgments, ProjectSettings.JUDGMENTS.max());
        return new WorkSetting(
                line.on(), judgments, whole(line.disputed(), bounds, line.disputedField(), complaints), order);
    }

    private static int whole(
            @Nullable String typed, ProjectSettings.Bounds bounds, String field, Complaints.Collector complaints) {
        return complaints.need(Typed.whole(typed, bounds.min(), bounds.max()), field, bounds.sentence(), bounds.min());
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}
