package hone.imports;

import hone.format.Format;
import hone.format.Formats;
import hone.format.MappedRows;
import hone.format.Match;
import hone.format.Row;
import hone.web.Invalid;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The format in which a file is read: that of the mapping or the chosen one, otherwise the one that its first rows fit. */
final class FileFormat {
    private FileFormat() {}

    /** @throws Invalid if there is no format of the chosen name */
    static Format of(List<Row> sample, ImportChoices choices) {
        return choices.mapping()
                .<Format>map(MappedRows::new)
                .or(() -> choices.format().map(FileFormat::named))
                .or(() -> Formats.recognise(sample).map(Formats.Recognised::format))
                // A file that fits no format is read as prompts, which reports for each row what is missing.
                .orElseGet(() -> named("prompts"));
    }

    /** Whether the first rows leave no doubt about the format. */
    static boolean isClear(List<Row> sample) {
        Optional<Formats.Recognised> found = Formats.recognise(sample);
        return found.isPresent() && found.get().match() == Match.CERTAIN;
    }

    static boolean isUnknown(List<Row> sample) {
        return Formats.recognise(sample).isEmpty();
    }

    private static Format named(String name) {
        return Formats.named(name)
                .orElseThrow(() -> Invalid.field(
                        "format",
                        "There is no format “" + name + "”. There are: "
                                + Formats.all().stream().map(Format::name).collect(Collectors.joining(", "))
                                + "."));
    }
}
