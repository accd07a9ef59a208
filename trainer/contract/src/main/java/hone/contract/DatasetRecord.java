package hone.contract;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * On {@code datasets}, key = dataset id: every row of a frozen dataset, then its manifest, in one transaction. The headers
 * {@code hone_dataset} and {@code hone_attempt} are on each record, so a reader can leave out other attempts. A row's value
 * is the same bytes in every attempt; the dataset's sha256 is taken over them (see {@link RowHash}).
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(DatasetRecord.Demonstration.class),
    @JsonSubTypes.Type(DatasetRecord.Preference.class),
    @JsonSubTypes.Type(DatasetRecord.Rated.class),
    @JsonSubTypes.Type(DatasetRecord.PromptOnly.class),
    @JsonSubTypes.Type(DatasetRecord.Document.class),
    @JsonSubTypes.Type(DatasetRecord.Manifest.class)
})
public sealed interface DatasetRecord extends Kind {
    String HEADER_DATASET = "hone_dataset";
    String HEADER_ATTEMPT = "hone_attempt";

    /** A row: everything but the manifest. Positions count from 0 without gaps. */
    sealed interface Row extends DatasetRecord {
        long position();

        Split split();
    }

    /** A row about a prompt. */
    sealed interface OfPrompt extends Row {
        String promptId();

        List<Message> prompt();

        /** Checks what each of them has; returns the prompt as the row keeps it. */
        private static List<Message> checked(long position, String promptId, List<Message> prompt) {
            Check.notNegative("position", position);
            Check.id("promptId", promptId);
            Check.require(!prompt.isEmpty(), "prompt", prompt, "must hold a message");
            return List.copyOf(prompt);
        }
    }

    /** A written or corrected answer: a row of supervised fine-tuning. */
    @JsonTypeName("dataset.demonstration")
    record Demonstration(
            long position,
            Split split,
            String promptId,
            String judgmentId,
            List<Message> prompt,
            String response,
            double weight)
            implements OfPrompt {
        public Demonstration {
            Check.id("judgmentId", judgmentId);
            prompt = OfPrompt.checked(position, promptId, prompt);
            Check.text("response", response);
            Check.share("weight", weight);
        }
    }

    /**
     * One pair of a comparison, ranking or correction: a row of reward modelling.
     *
     * @param group pairs of one judgment share it and stay one group down to the loss
     * @param margin much 1, better 2/3, slightly 1/3; in a ranking 1/3 a step, at most 1
     * @param weight 1 / pairs of the group × reliability of the labeler (1 until it is measured)
     */
    @JsonTypeName("dataset.preference")
    record Preference(
            long position,
            Split split,
            String promptId,
            String judgmentId,
            String group,
            List<Message> prompt,
            String chosen,
            String rejected,
            double margin,
            double weight)
            implements OfPrompt {
        public Preference {
            Check.id("judgmentId", judgmentId);
            Check.id("group", group);
            prompt = OfPrompt.checked(position, promptId, prompt);
            Check.share("margin", margin);
            Check.share("weight", weight);
        }
    }

    /**
     * One answer with its ratings. Nothing trains on it yet: readers of training rows skip it.
     *
     * @param scales name → 1 to 7
     * @param weight 1 / answers of the judgment × reliability of the labeler (1 until it is measured)
     */
    @JsonTypeName("dataset.rated")
    record Rated(
            long position,
            Split split,
            String promptId,
            String judgmentId,
            List<Message> prompt,
            String response,
            Map<String, Integer> scales,
            Map<String, Boolean> flags,
            double weight)
            implements OfPrompt {
        public Rated {
            Check.id("judgmentId", judgmentId);
            prompt = OfPrompt.checked(position, promptId, prompt);
            scales = Map.copyOf(scales);
            flags = Map.copyOf(flags);
            Ratings.check(scales, flags);
            Check.share("weight", weight);
        }
    }

    /** A prompt alone: what PPO answers. */
    @JsonTypeName("dataset.prompt")
    record PromptOnly(long position, Split split, String promptId, List<Message> prompt) implements OfPrompt {
        public PromptOnly {
            prompt = OfPrompt.checked(position, promptId, prompt);
        }
    }

    /**
     * A text to pre-train on. Stages that train on what people judged skip it.
     *
     * @param text as it was imported
     * @param source the data set that it is from
     */
    @JsonTypeName("dataset.document")
    record Document(long position, Split split, String documentId, String text, Optional<String> source)
            implements Row {
        public Document {
            Check.notNegative("position", position);
            Check.id("documentId", documentId);
            Check.text("text", text);
        }
    }

    /**
     * The last record of an attempt.
     *
     * @param sha256 over the canonical rows in order
     * @param kinds row kind → count
     * @param splits {@code train}, {@code held-out} → count
     * @param labelers labeler id → judgments that gave rows
     * @param ties judgments without a row because nobody was better
     * @param bothBad judgments without a row because both answers were bad
     * @param importedJudgments judgments that came with files; nobody here gave them, so they are under no labeler
     * @param weights how judgments count by the reliability of their authors; empty: all count the same
     * @param scan what a scan for planted comparisons found and held back; empty in datasets without judgments, and in older ones
     */
    @JsonTypeName("dataset.manifest")
    record Manifest(
            String datasetId,
            int attempt,
            long rows,
            String sha256,
            Map<String, Long> kinds,
            Map<String, Long> splits,
            List<GuidelineRef> guidelines,
            Map<String, Long> labelers,
            long simulatedJudgments,
            long ties,
            long bothBad,
            Optional<Long> importedJudgments,
            Optional<LabelWeights> weights,
            Optional<PreferenceScan> scan,
            Instant frozenAt)
            implements DatasetRecord {
        public Manifest {
            Check.id("datasetId", datasetId);
            Check.positive("attempt", attempt);
            Check.notNegative("rows", rows);
            Check.sha256("sha256", sha256);
            Check.notNegative("simulatedJudgments", simulatedJudgments);
            Check.notNegative("ties", ties);
            Check.notNegative("bothBad", bothBad);
            importedJudgments.ifPresent(imported -> Check.notNegative("importedJudgments", imported));
            kinds = Map.copyOf(kinds);
            splits = Map.copyOf(splits);
            guidelines = List.copyOf(guidelines);
            labelers = Map.copyOf(labelers);
        }
    }
}
