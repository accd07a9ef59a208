package hone.projects;

import hone.kind.WorkKind;
import hone.kind.WorkSetting;
import hone.project.Project;
import hone.project.WorkSettings;
import hone.web.Complaints;
import hone.web.TextLimits;
import hone.web.Typed;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    public @Nullable String heldOutPercent;

    @RestForm
    public @Nullable String rationaleRequired;

    @RestForm
    public @Nullable String temperature;

    @RestForm
    public @Nullable String topP;

    @RestForm
    public @Nullable String responseTokensMax;

    private List<KindLine> kinds = List.of();

    /**
     * One kind of work in the form.
     *
     * @param judgments as typed
     */
    public record KindLine(WorkKind kind, boolean on, String judgments) {
        public String switchField() {
            return "asked-" + kind.wireName();
        }

        public String judgmentsField() {
            return "judgments-" + kind.wireName();
        }
    }

    /** Reads a line for each kind of work, so its fields can't be declared one by one. */
    ProjectForm withKinds(Map<String, List<String>> sent) {
        kinds = Arrays.stream(WorkKind.values())
                .map(kind -> new KindLine(kind, false, ""))
                .map(line -> new KindLine(
                        line.kind(),
                        sent.containsKey(line.switchField()),
                        sent.getOrDefault(line.judgmentsField(), List.of()).stream()
                                .findFirst()
                                .map(Typed::line)
                                .orElse("")))
                .toList();
        return this;
    }

    public List<KindLine> kinds() {
        return kinds;
    }

    static ProjectForm of(Project project, WorkSettings work) {
        ProjectForm form = new ProjectForm();
        form.name = project.name;
        form.description = project.description;
        form.kinds = work.kinds().entrySet().stream()
                .map(e -> new KindLine(
                        e.getKey(),
                        e.getValue().on(),
                        Integer.toString(e.getValue().judgments())))
                .toList();
        form.answersPerPrompt = Integer.toString(project.answersPerPrompt);
        form.rankingSize = Integer.toString(project.rankingSize);
        form.leaseMinutes = Integer.toString(project.leaseMinutes);
        form.heldOutPercent = Integer.toString(project.heldOutPercent);
        form.rationaleRequired = project.rationaleRequired ? "on" : null;
        form.temperature = plain(project.temperature);
        form.topP = plain(project.topP);
        form.responseTokensMax = Integer.toString(project.responseTokensMax);
        return form;
    }

    /** For templates: never null. */
    public String shown(@Nullable String typed) {
        return Typed.text(typed);
    }

    public boolean isRationaleAsked() {
        return rationaleRequired != null;
    }

    /**
     * Writes the settings to the project, all or none.
     *
     * @return the settings per kind of work, which are stored in rows of their own
     */
    WorkSettings writeTo(Project project) {
        Complaints.Collector complaints = new Complaints.Collector();
        String newName = checkedName(name, complaints);
        String newDescription = Typed.text(description);
        if (newDescription.length() > TextLimits.DESCRIPTION) {
            complaints.add("description", "At most 2 000 characters; these are " + newDescription.length() + ".");
        }
        Map<WorkKind, WorkSetting> work = new EnumMap<>(WorkKind.class);
        kinds.forEach(line -> work.put(
                line.kind(),
                new WorkSetting(
                        line.on(),
                        whole(line.judgments(), 1, WorkSetting.JUDGMENTS_MAX, line.judgmentsField(), complaints))));
        int answers = whole(answersPerPrompt, 2, 8, "answersPerPrompt", complaints);
        int ranking = whole(rankingSize, 3, 4, "rankingSize", complaints);
        int lease = whole(leaseMinutes, 1, 480, "leaseMinutes", complaints);
        int heldOut = whole(heldOutPercent, 0, 50, "heldOutPercent", complaints);
        int tokens = whole(responseTokensMax, 1, 4096, "responseTokensMax", complaints);
        double newTemperature = complaints.need(
                Typed.decimal(temperature, 0, 2), "temperature", "A number from 0 to 2, such as 0.8.", 1.0);
        double newTopP = complaints.need(
                Typed.decimal(topP, 0, 1).filter(p -> p > 0),
                "topP",
                "A number above 0 and up to 1, such as 0.95.",
                1.0);
        complaints.throwIfAny();
        project.name = newName;
        project.description = newDescription;
        project.answersPerPrompt = answers;
        project.rankingSize = ranking;
        project.leaseMinutes = lease;
        project.heldOutPercent = heldOut;
        project.rationaleRequired = isRationaleAsked();
        project.temperature = newTemperature;
        project.topP = newTopP;
        project.responseTokensMax = tokens;
        return new WorkSettings(work);
    }

    static String checkedName(@Nullable String typed, Complaints.Collector complaints) {
        String name = Typed.line(typed);
        if (name.isEmpty()) {
            complaints.add("name", "A project needs a name.");
        } else if (name.length() > 120) {
            complaints.add("name", "At most 120 characters; these are " + name.length() + ".");
        }
        return name;
    }

    private static int whole(@Nullable String typed, int min, int max, String field, Complaints.Collector complaints) {
        return complaints.need(
                Typed.whole(typed, min, max), field, "A whole number from " + min + " to " + max + ".", min);
    }

    /** Which settings differ, for the audit: the name, the old value and the new one. */
    static Map<String, String> changes(Map<String, String> before, Map<String, String> after) {
        Map<String, String> changes = new LinkedHashMap<>();
        after.forEach((field, value) -> Optional.ofNullable(before.get(field))
                .filter(old -> !old.equals(value))
                .ifPresent(old -> changes.put(field, old + " → " + value)));
        return changes;
    }

    Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("name", Typed.text(name));
        values.put("description", Typed.text(description));
        kinds.forEach(line -> {
            values.put(line.switchField(), Boolean.toString(line.on()));
            values.put(line.judgmentsField(), line.judgments());
        });
        values.put("answersPerPrompt", Typed.text(answersPerPrompt));
        values.put("rankingSize", Typed.text(rankingSize));
        values.put("leaseMinutes", Typed.text(leaseMinutes));
        values.put("heldOutPercent", Typed.text(heldOutPercent));
        values.put("rationaleRequired", Boolean.toString(isRationaleAsked()));
        values.put("temperature", Typed.text(temperature));
        values.put("topP", Typed.text(topP));
        values.put("responseTokensMax", Typed.text(responseTokensMax));
        return values;
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}
