package hone.api;

import hone.kind.HandingOrder;
import hone.kind.WorkKind;
import hone.kind.WorkSetting;
import hone.project.Eligibility;
import hone.project.ProjectSettings;
import hone.project.TrainingEngine;
import hone.project.WorkSettings;
import hone.web.Invalid;
import hone.web.Typed;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A change to a project; fields that are left out keep their values. */
@Schema(name = "ProjectChange")
public record ProjectChange(
        @Schema(examples = "Kind endings") @Nullable String name,

        @Schema(examples = "Stories that end kindly.") @Nullable
        String description,

        @Nullable Settings settings) {

    /**
     * Like the settings of a project. Fields instead of a record: nobody tells eleven values apart by their order, and from records
     * that are unwrapped Jackson would drop a misspelt name without a word.
     */
    @Schema(name = "ProjectSettingsChange")
    public static final class Settings {
        public @Nullable Integer answersPerPrompt;
        public @Nullable Integer rankingSize;

        @Schema(examples = "45")
        public @Nullable Integer leaseMinutes;

        public @Nullable Boolean rationaleRequired;
        public @Nullable Integer dailyMax;
        public @Nullable Boolean guidelineRequired;
        public @Nullable Repeats repeats;
        public @Nullable Integer heldOutPercent;
        public @Nullable Sampling sampling;
        public @Nullable Map<String, Work> work;
        public @Nullable String engine;
    }

    /** Like the settings of repeats. */
    @Schema(name = "RepeatsChange")
    public record Repeats(
            @Nullable Integer percent, @Nullable Integer afterDays) {}

    /** Like the sampling settings. */
    @Schema(name = "SamplingChange")
    public record Sampling(
            @Nullable Double temperature,
            @Nullable Double topP,
            @Nullable Integer responseTokensMax) {}

    /** Like a kind of work. */
    @Schema(name = "WorkChange")
    public record Work(
            @Nullable Boolean enabled,
            @Nullable Integer judgments,
            @Nullable Integer judgmentsIfDisputed,
            @Nullable String order) {}

    ProjectSettings over(ProjectSettings now) {
        Settings asked = settings == null ? new Settings() : settings;
        Repeats repeats = asked.repeats == null ? new Repeats(null, null) : asked.repeats;
        Sampling sampling = asked.sampling == null ? new Sampling(null, null, null) : asked.sampling;
        return new ProjectSettings(
                name == null ? now.name() : Typed.line(name),
                description == null ? now.description() : Typed.text(description),
                new ProjectSettings.Asking(
                        or(asked.answersPerPrompt, now.asking().answersPerPrompt()),
                        or(asked.rankingSize, now.asking().rankingSize())),
                new ProjectSettings.Handing(
                        or(asked.leaseMinutes, now.handing().leaseMinutes()),
                        or(asked.rationaleRequired, now.handing().rationaleRequired()),
                        new Eligibility(
                                or(asked.dailyMax, now.handing().eligibility().dailyMax()),
                                or(
                                        asked.guidelineRequired,
                                        now.handing().eligibility().guidelineRequired())),
                        new hone.project.Repeats(
                                or(repeats.percent(), now.handing().repeats().percent()),
                                or(repeats.afterDays(), now.handing().repeats().afterDays()))),
                or(asked.heldOutPercent, now.heldOutPercent()),
                new ProjectSettings.Sampling(
                        or(sampling.temperature(), now.sampling().temperature()),
                        or(sampling.topP(), now.sampling().topP()),
                        or(sampling.responseTokensMax(), now.sampling().responseTokensMax())),
                work(Optional.ofNullable(asked.work).orElse(Map.of()), now.work()),
                asked.engine == null ? now.engine() : engine(asked.engine));
    }

    /** Where no more were asked for, none are with another number either. */
    private static int disputed(WorkSetting before, int judgments) {
        return before.judgmentsIfDisputed() == before.judgments()
                ? judgments
                : Math.max(judgments, before.judgmentsIfDisputed());
    }

    private static HandingOrder order(WorkKind kind, Work change, WorkSetting before) {
        return change.order() == null
                ? before.order()
                : HandingOrder.named(change.order())
                        .orElseThrow(() -> Invalid.field(
                                "settings.work." + kind + ".order",
                                "There is no order “" + Typed.line(change.order()) + "”. There are "
                                        + String.join(", ", HandingOrder.names()) + "."));
    }

    private static TrainingEngine engine(String word) {
        return TrainingEngine.named(word)
                .orElseThrow(() -> Invalid.field(
                        "settings.engine",
                        "There is no engine “" + Typed.line(word) + "”. There are "
                                + String.join(", ", TrainingEngine.words()) + "."));
    }

    private static <T> T or(@Nullable T wanted, T now) {
        return wanted == null ? now : wanted;
    }

    private static WorkSettings work(Map<String, Work> wanted, WorkSettings now) {
        Map<WorkKind, WorkSetting> kinds = new EnumMap<>(now.kinds());
        wanted.forEach((name, change) -> {
            WorkKind kind = WorkKind.named(name)
                    .orElseThrow(() -> Invalid.field(
                            "settings.work",
                            "There is no kind of work “" + Typed.line(name) + "”. There are "
                                    + String.join(", ", WorkKind.names()) + "."));
            if (change == null) {
                return;
            }
            WorkSetting before = now.of(kind);
            int judgments = or(change.judgments(), before.judgments());
            if (judgments < ProjectSettings.JUDGMENTS.min() || judgments > ProjectSettings.JUDGMENTS.max()) {
                throw Invalid.field("settings.work." + kind + ".judgments", ProjectSettings.JUDGMENTS.sentence());
            }
            int disputed = or(change.judgmentsIfDisputed(), disputed(before, judgments));
            if (disputed < judgments || disputed > ProjectSettings.JUDGMENTS.max()) {
                throw Invalid.field(
                        "settings.work." + kind + ".judgmentsIfDisputed",
                        new ProjectSettings.Bounds(judgments, ProjectSettings.JUDGMENTS.max()).sentence());
            }
            kinds.put(
                    kind,
                    new WorkSetting(
                            or(change.enabled(), before.on()), judgments, disputed, order(kind, change, before)));
        });
        return new WorkSettings(kinds);
    }
}
