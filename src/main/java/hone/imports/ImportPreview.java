package hone.imports;

import hone.contract.Message;
import hone.format.Format;
import hone.format.Formats;
import hone.format.Mapping.Use;
import hone.web.Wording;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a file would become, judging by its first rows; shown before anything is stored.
 *
 * @param rows the first accepted ones, as labelers would see them
 * @param looked how many rows were examined
 * @param refused how many of them would be refused
 */
record ImportPreview(
        UUID id,
        String file,
        Reading reading,
        ImportChoices choices,
        List<Field> fields,
        List<Shown> rows,
        int looked,
        int refused,
        List<ImportReport.Reason> reasons) {
    static final int FIELDS_MAX = 60;
    private static final int TEXT_CHARACTERS = 600;

    /**
     * How it is read.
     *
     * @param container as people call it
     * @param recognised by the rows themselves
     */
    record Reading(String container, Format format, boolean recognised) {}

    /**
     * A field of the file.
     *
     * @param example how it begins in the first row that has it
     * @param became what is made of it, in words
     * @param use what it was said to be by hand; empty: nothing was said
     */
    record Field(int number, String name, String example, String became, Fate fate, String use) {}

    enum Fate {
        TAKEN("Taken", "good"),
        KEPT("Kept", "info"),
        LEFT_OUT("Left out", "line"),
        REFUSED("Refuses its line", "warn");

        private final String label;
        private final String tone;

        Fate(String label, String tone) {
            this.label = label;
            this.tone = tone;
        }

        public String label() {
            return label;
        }

        public String tone() {
            return tone;
        }
    }

    /** A row as labelers would see it; a text to pre-train on, which nobody is asked about, as it begins. */
    record Shown(
            long row,
            List<Message> prompt,
            List<ShownAnswer> answers,
            List<String> decisions,
            String beside,
            Optional<ShownText> text) {}

    /** @param cut whether it goes on */
    record ShownText(String beginning, int characters, boolean cut) {
        static ShownText of(String text) {
            int end = text.offsetByCodePoints(0, Math.min(TEXT_CHARACTERS, text.codePointCount(0, text.length())));
            return new ShownText(text.substring(0, end), text.codePointCount(0, text.length()), end < text.length());
        }
    }

    record ShownAnswer(int number, String text, String model) {}

    /** The uses that a person may assign to a field. */
    public List<Use> uses() {
        return List.of(Use.values());
    }

    public List<Format> formats() {
        return Formats.all();
    }

    /** Nothing but texts to pre-train on: nobody will be asked about them. */
    public boolean isOfTexts() {
        return !rows.isEmpty() && rows.stream().allMatch(row -> row.text().isPresent());
    }

    public int taken() {
        return looked - refused;
    }

    /** If none of its rows is accepted, starting would be pointless. */
    public boolean isHopeless() {
        return taken() == 0;
    }

    public String sentence() {
        if (looked == 1) {
            return refused == 0 ? "The only line is taken." : "The only line would be refused.";
        }
        String rows = Wording.counted(looked);
        if (isHopeless()) {
            return "None of the first " + rows + " lines is taken.";
        }
        if (refused == 0) {
            return "Each of the first " + rows + " lines is taken.";
        }
        return "Of the first " + rows + " lines " + taken() + (taken() == 1 ? " is" : " are") + " taken and " + refused
                + " would be refused.";
    }
}
