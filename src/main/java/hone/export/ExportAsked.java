package hone.export;

import hone.format.Container;
import hone.format.WrittenFormat;
import hone.format.WrittenFormats;
import hone.web.Invalid;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What somebody wants to have.
 *
 * @param format of judgments: a format of the field; otherwise what the archive is called
 * @param container how the rows are put into the file, as its name ends: {@code jsonl}, {@code parquet}, {@code jsonl.gz}
 */
public record ExportAsked(What what, String format, String container, People people) {
    private static final String PACKED = ".gz";

    /** What is taken. */
    public enum What {
        /** Every judgment that counts. */
        JUDGMENTS,
        /** A frozen dataset, as a directory. */
        DATASET,
        /** A project, for another Hone. */
        PROJECT;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What people are called in it. */
    public enum People {
        BY_PSEUDONYM,
        BY_NAME
    }

    /** @throws Invalid naming what there is, when there is no such format, or it is in no such container */
    static ExportAsked judgments(Optional<String> format, Optional<String> container, People people) {
        WrittenFormat known = format(format);
        return new ExportAsked(What.JUDGMENTS, known.name(), container(container, known.containers()), people);
    }

    /** @throws Invalid when there is no such container */
    static ExportAsked dataset(Optional<String> container) {
        List<Container> some = List.of(Container.JSON_LINES, Container.PARQUET);
        if (container.filter(name -> name.endsWith(PACKED)).isPresent()) {
            throw Invalid.field(
                    "dataset", "A dataset is a zip file, which is packed anyway: ask for jsonl or parquet.");
        }
        return new ExportAsked(What.DATASET, "huggingface", container(container, some), People.BY_PSEUDONYM);
    }

    static ExportAsked project(People people) {
        return new ExportAsked(What.PROJECT, "hone-project", "zip", people);
    }

    private static WrittenFormat format(Optional<String> asked) {
        if (asked.isEmpty()) {
            return WrittenFormats.all().getFirst();
        }
        return WrittenFormats.all().stream()
                .filter(format -> format.name().equals(asked.get()))
                .findFirst()
                .orElseThrow(() -> Invalid.field(
                        "format",
                        "There is no format “" + asked.get() + "”. There are: "
                                + WrittenFormats.all().stream()
                                        .map(WrittenFormat::name)
                                        .collect(Collectors.joining(", "))
                                + "."));
    }

    private static String container(Optional<String> asked, List<Container> some) {
        if (asked.isEmpty()) {
            return some.getFirst().extension();
        }
        String plain = unpacked(asked.get());
        return some.stream()
                .filter(container -> container.extension().equals(plain))
                .filter(container -> container != Container.PARQUET || plain.equals(asked.get()))
                .findFirst()
                .map(container -> asked.get())
                .orElseThrow(() -> Invalid.field(
                        "container",
                        "This can't be written as “" + asked.get() + "”, but as "
                                + some.stream().map(Container::extension).collect(Collectors.joining(", "))
                                + "; with .gz at the end it is packed, except for parquet, which is packed anyway."));
    }

    private static String unpacked(String container) {
        return container.endsWith(PACKED) ? container.substring(0, container.length() - PACKED.length()) : container;
    }

    WrittenFormat writtenFormat() {
        return format(Optional.of(format));
    }

    Container writtenContainer() {
        String plain = unpacked(container);
        return Arrays.stream(Container.values())
                .filter(one -> one.extension().equals(plain))
                .findFirst()
                .orElseThrow();
    }

    boolean packed() {
        return container.endsWith(PACKED);
    }

    /** The media type of the file. */
    String mediaType() {
        if (packed()) {
            return "application/gzip";
        }
        if (what != What.JUDGMENTS) {
            return "application/zip";
        }
        return switch (writtenContainer()) {
            case JSON_LINES -> "application/x-ndjson";
            case JSON_ARRAY -> "application/json";
            case CSV -> "text/csv; charset=utf-8";
            case PARQUET -> "application/vnd.apache.parquet";
            case TEXT -> "text/plain; charset=utf-8";
        };
    }
}
