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

/** In which format a file is read: by the mapping or the format that was chosen, else the one that its first rows fit. */
final class FileFormat {
    private FileFormat() {}

    /** @throws Invalid when there is no format of the name that was chosen */
    static Format of(List<Row> sample, ImportChoices choices) {
        return choices.mapping()
                .<Format>map(MappedRows::new)
                .or(() -> choices.format().map(FileFormat::named))
                .or(() -> Formats.recognise(sample).map(Formats.Recognised::format))
                // What fits none is read as prompts, which says of each row what it lacks.
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
