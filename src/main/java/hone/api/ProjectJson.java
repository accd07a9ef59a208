package hone.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import hone.kind.WorkKind;
import hone.kind.WorkSetting;
import hone.project.Project;
import hone.project.ProjectSettings;
import hone.project.WorkSettings;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A project as the API shows it. */
@Schema(name = "Project")
public record ProjectJson(
        @Schema(description = "Its name in addresses; never changes.", examples = "kind-endings")
        String slug,

        @Schema(examples = "Kind endings") String name,
        @Schema(examples = "Stories that end kindly.") String description,
        Instant createdAt,
        Settings settings) {

    /** The settings, except name and description. In JSON those of a group stand beside the others. */
    @Schema(name = "ProjectSettings")
    public record Settings(
            @JsonUnwrapped Asking asking,
            @JsonUnwrapped Handing handing,

            @Schema(description = "Share of prompts held out of training: 0 to 50.", examples = "10")
            int heldOutPercent,

            Sampling sampling,

            @Schema(description = "Which kinds of work are created for prompts.")
            Map<String, Work> work,

            @Schema(
                    description =
                            "Who trains: `default` for whoever does at the trainer service, `hone`, or `trl` or `openrlhf`, which"
                                    + " need a command there.",
                    examples = "default")
            String engine) {}

    /** What is asked of a model about each prompt. */
    public record Asking(
            @Schema(description = "Answers that a model gives to each prompt: 2 to 8.", examples = "4")
            int answersPerPrompt,

            @Schema(description = "Answers in one ranking: 3 or 4.", examples = "4")
            int rankingSize) {}

    /** How work is handed to people. */
    public record Handing(
            @Schema(description = "Minutes for one task: 1 to 480.", examples = "30")
            int leaseMinutes,

            @Schema(description = "Whether labelers must give a reason.", examples = "false")
            boolean rationaleRequired,

            @Schema(description = "Judgments of one person in 24 hours: 1 to 10000; 0 for any number.", examples = "0")
            int dailyMax,

            @Schema(
                    description =
                            "Whether work is handed only to people who have confirmed the newest version of its guideline.",
                    examples = "false")
            boolean guidelineRequired,

            Repeats repeats) {}

    /** Comparisons that come again to the same person with sides swapped, to see whether they decide the same. */
    public record Repeats(
            @Schema(
                    description = "Of the comparisons that are handed out, in per cent: 1 to 30; 0 for none.",
                    examples = "0")
            int percent,

            @Schema(description = "Not before so many days: 1 to 365.", examples = "7")
            int afterDays) {}

    /** How models answer. */
    public record Sampling(
            @Schema(description = "0 to 2.", examples = "0.8")
            double temperature,

            @Schema(description = "Above 0, up to 1.", examples = "0.95")
            double topP,

            @Schema(description = "1 to 4096.", examples = "96")
            int responseTokensMax) {}

    /** Whether tasks of a kind are created automatically, for how many people, and which come first. */
    public record Work(
            @Schema(examples = "true") boolean enabled,

            @Schema(description = "Judgments of each task, by different people: 1 to 20.", examples = "2")
            int judgments,

            @Schema(
                    description =
                            "Judgments at most where these people disagree; the same number: no more are asked for.",
                    examples = "4")
            int judgmentsIfDisputed,

            @Schema(
                    description =
                            "What comes first among tasks of equal priority: `oldest`, `random`, or `informative` for those whose"
                                    + " judgments disagree and prompts with few judgments.",
                    examples = "oldest")
            String order) {}

    static ProjectJson of(Project project, WorkSettings work) {
        ProjectSettings now = ProjectSettings.of(project, work);
        return new ProjectJson(project.slug, project.name, project.description, project.createdAt, settings(now));
    }

    private static Settings settings(ProjectSettings now) {
        Map<String, Work> work = new LinkedHashMap<>();
        for (WorkKind kind : WorkKind.values()) {
            WorkSetting asked = now.work().of(kind);
            work.put(
                    kind.wireName(),
                    new Work(
                            asked.on(),
                            asked.judgments(),
                            asked.judgmentsIfDisputed(),
                            asked.order().wireName()));
        }
        return new Settings(
                new Asking(now.asking().answersPerPrompt(), now.asking().rankingSize()),
                new Handing(
                        now.handing().leaseMinutes(),
                        now.handing().rationaleRequired(),
                        now.handing().eligibility().dailyMax(),
                        now.handing().eligibility().guidelineRequired(),
                        new Repeats(
                                now.handing().repeats().percent(),
                                now.handing().repeats().afterDays())),
                now.heldOutPercent(),
                new Sampling(
                        now.sampling().temperature(),
                        now.sampling().topP(),
                        now.sampling().responseTokensMax()),
                work,
                now.engine().word());
    }

    ETag tag() {
        return ETag.of(this);
    }
}
