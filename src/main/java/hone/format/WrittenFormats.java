package hone.format;

import java.util.List;
import java.util.Optional;

/** All formats that are written. */
public final class WrittenFormats {
    private static final List<WrittenFormat> ALL = List.of(
            new HoneRecordsWriter(),
            new TrlPreferenceWriter(),
            new TrlKtoWriter(),
            new TrlPromptCompletionWriter(),
            new TrlMessagesWriter(),
            new TrlPromptsWriter(),
            new OpenAiSftWriter(),
            new OpenAiPreferenceWriter(),
            new HhTextWriter(),
            new LabelStudioWriter(),
            new ArgillaWriter(),
            new HonePromptsWriter(),
            new PlainTextsWriter(),
            new TextFileWriter());

    private WrittenFormats() {}

    public static List<WrittenFormat> all() {
        return ALL;
    }

    /** The labeling configuration of a project of Label Studio that shows what {@code label-studio} writes. */
    public static String labelStudioConfig() {
        return LabelStudioWriter.CONFIG;
    }

    public static Optional<WrittenFormat> named(String name) {
        return ALL.stream().filter(format -> format.name().equals(name)).findFirst();
    }
}
