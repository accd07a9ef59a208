package hone.project;

import hone.kind.WorkSetting;
import hone.web.Complaints;
import hone.web.TextLimits;
import java.util.LinkedHashMap;
import java.util.Map;

/** The settings of a project, with their bounds, for forms and for the API. */
public record ProjectSettings(
        String name,
        String description,
        Asking asking,
        Handing handing,
        int heldOutPercent,
        Sampling sampling,
        WorkSettings work,
        TrainingEngine engine) {
    public static final Bounds ANSWERS_PER_PROMPT = new Bounds(2, 8);
    public static final Bounds RANKING_SIZE = new Bounds(3, 4);
    public static final Bounds LEASE_MINUTES = new Bounds(1, 480);
    public static final Bounds DAILY_MAX = new Bounds(0, 10_000);
    public static final Bounds REPEAT_PERCENT = new Bounds(0, 30);
    public static final Bounds REPEAT_AFTER_DAYS = new Bounds(1, 365);
    public static final Bounds HELD_OUT_PERCENT = new Bounds(0, 50);
    public static final Bounds RESPONSE_TOKENS_MAX = new Bounds(1, 4096);
    public static final Bounds JUDGMENTS = new Bounds(1, WorkSetting.JUDGMENTS_MAX);
    public static final int NAME_CHARACTERS_MAX = 120;
    public static final String TEMPERATURE = "A number from 0 to 2, such as 0.8.";
    public static final String TOP_P = "A number above 0 and up to 1, such as 0.95.";

    /** How many answers are sampled and ranked. */
    public record Asking(int answersPerPrompt, int rankingSize) {}

    /**
     * How work is handed out.
     *
     * @param eligibility to whom
     * @param repeats what comes again to the same person
     */
    public record Handing(int leaseMinutes, boolean rationaleRequired, Eligibility eligibility, Repeats repeats) {}

    /** How models answer. */
    public record Sampling(double temperature, double topP, int responseTokensMax) {}

    /** Both bounds are inclusive. */
    public record Bounds(int min, int max) {
        public String sentence() {
            return "A whole number from " + min + " to " + max + ".";
        }

        void check(int value, String field, Complaints.Collector complaints) {
            if (value < min || value > max) {
                complaints.add(field, sentence());
            }
        }
    }

    public static ProjectSettings of(Project project, WorkSettings work) {
        return new ProjectSettings(
                project.name,
                project.description,
                new Asking(project.answersPerPrompt, project.rankingSize),
                new Handing(project.leaseMinutes, project.rationaleRequired, project.eligibility(), project.repeats()),
                project.heldOutPercent,
                new Sampling(project.temperature, project.topP, project.responseTokensMax),
                work,
                project.trainingEngine());
    }

    /** Adds a sentence for each invalid field. */
    public void check(Complaints.Collector complaints) {
        checkName(name, complaints);
        if (description.length() > TextLimits.DESCRIPTION) {
            complaints.add("description", "At most 2 000 characters; these are " + description.length() + ".");
        }
        work.kinds()
                .forEach((kind, asked) ->
                        JUDGMENTS.check(asked.judgments(), "judgments-" + kind.wireName(), complaints));
        ANSWERS_PER_PROMPT.check(asking.answersPerPrompt(), "answersPerPrompt", complaints);
        RANKING_SIZE.check(asking.rankingSize(), "rankingSize", complaints);
        LEASE_MINUTES.check(handing.leaseMinutes(), "leaseMinutes", complaints);
        DAILY_MAX.check(handing.eligibility().dailyMax(), "dailyMax", complaints);
        REPEAT_PERCENT.check(handing.repeats().percent(), "repeatPercent", complaints);
        REPEAT_AFTER_DAYS.check(handing.repeats().afterDays(), "repeatAfterDays", complaints);
        HELD_OUT_PERCENT.check(heldOutPercent, "heldOutPercent", complaints);
        RESPONSE_TOKENS_MAX.check(sampling.responseTokensMax(), "responseTokensMax", complaints);
        if (!(sampling.temperature() >= 0 && sampling.temperature() <= 2)) {
            complaints.add("temperature", TEMPERATURE);
        }
        if (!(sampling.topP() > 0 && sampling.topP() <= 1)) {
            complaints.add("topP", TOP_P);
        }
    }

    public static void checkName(String name, Complaints.Collector complaints) {
        if (name.isEmpty()) {
            complaints.add("name", "A project needs a name.");
        } else if (name.length() > NAME_CHARACTERS_MAX) {
            complaints.add("name", "At most 120 characters; these are " + name.length() + ".");
        }
    }

    void writeTo(Project project) {
        project.name = name;
        project.description = description;
        project.answersPerPrompt = asking.answersPerPrompt();
        project.rankingSize = asking.rankingSize();
        project.leaseMinutes = handing.leaseMinutes();
        project.heldOutPercent = heldOutPercent;
        project.rationaleRequired = handing.rationaleRequired();
        project.dailyMax = handing.eligibility().dailyMax();
        project.guidelineRequired = handing.eligibility().guidelineRequired();
        project.repeatPercent = handing.repeats().percent();
        project.repeatAfterDays = handing.repeats().afterDays();
        project.temperature = sampling.temperature();
        project.topP = sampling.topP();
        project.responseTokensMax = sampling.responseTokensMax();
        project.engine = engine.word();
    }

    /** Which settings differ, for the audit: the name, the old value and the new one. */
    Map<String, String> changesSince(ProjectSettings before) {
        Map<String, String> old = before.values();
        Map<String, String> changes = new LinkedHashMap<>();
        values().forEach((field, value) -> {
            String was = old.getOrDefault(field, "");
            if (!was.equals(value)) {
                changes.put(field, was + " → " + value);
            }
        });
        return changes;
    }

    /** Each setting by its field name, as forms show it. */
    public Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("name", name);
        values.put("description", description);
        work.kinds().forEach((kind, asked) -> {
            values.put("asked-" + kind.wireName(), Boolean.toString(asked.on()));
            values.put("judgments-" + kind.wireName(), Integer.toString(asked.judgments()));
            values.put(
                    "disputed-" + kind.wireName(),
                    asked.judgmentsIfDisputed() == asked.judgments()
                            ? ""
                            : Integer.toString(asked.judgmentsIfDisputed()));
            values.put("order-" + kind.wireName(), asked.order().wireName());
        });
        values.put("answersPerPrompt", Integer.toString(asking.answersPerPrompt()));
        values.put("rankingSize", Integer.toString(asking.rankingSize()));
        values.put("leaseMinutes", Integer.toString(handing.leaseMinutes()));
        values.put("dailyMax", Integer.toString(handing.eligibility().dailyMax()));
        values.put("guidelineRequired", Boolean.toString(handing.eligibility().guidelineRequired()));
        values.put("repeatPercent", Integer.toString(handing.repeats().percent()));
        values.put("repeatAfterDays", Integer.toString(handing.repeats().afterDays()));
        values.put("heldOutPercent", Integer.toString(heldOutPercent));
        values.put("rationaleRequired", Boolean.toString(handing.rationaleRequired()));
        values.put("temperature", plain(sampling.temperature()));
        values.put("topP", plain(sampling.topP()));
        values.put("responseTokensMax", Integer.toString(sampling.responseTokensMax()));
        values.put("engine", engine.word());
        return values;
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}
