package hone.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The files of a tar as they come (POSIX, with the extensions of pax and GNU for long names and large files). Whoever sent it may
 * mean harm: links, devices, absolute names and names that climb out are refused, and nothing that stands in it decides how much
 * memory is taken. That is why this is no library: the usual one reads a name of any length into memory, and hands out links.
 */
public final class TarReader {
    private static final int BLOCK = 512;
    /** Of the extension that says a long name: far more than file systems allow. */
    private static final int EXTENSION_BYTES_MAX = 1 << 16;

    private static final int NAME_CHARS_MAX = 1024;
    /** Folders and extensions cost a sender nothing once they are packed. */
    private static final int HEADERS_MAX = 1 << 17;

    private static final int NAME = 0;
    private static final int NAME_LENGTH = 100;
    private static final int SIZE = 124;
    private static final int SIZE_LENGTH = 12;
    private static final int SUM = 148;
    private static final int SUM_LENGTH = 8;
    private static final int TYPE = 156;
    private static final int MAGIC = 257;
    private static final int PREFIX = 345;
    private static final int PREFIX_LENGTH = 155;

    private final InputStream in;
    private long left;
    private int padding;
    private int headers;

    public TarReader(InputStream in) {
        this.in = in;
    }

    /**
     * A regular file.
     *
     * @param path folders and name; no part of it is empty, {@code .} or {@code ..}
     */
    public record Entry(List<String> path, long bytes) {
        public Entry {
            path = List.copyOf(path);
        }
    }

    /** What extensions say of the entry that follows. */
    private static final class Said {
        private Optional<String> name = Optional.empty();
        private Optional<Long> bytes = Optional.empty();
    }

    /**
     * The next file; empty at the end, which must be marked. Folders are passed over, since files say where they are.
     *
     * @throws TarRefused when it is no tar, or holds anything but files and folders
     */
    public Optional<Entry> next() throws IOException {
        Said said = new Said();
        while (true) {
            skipRest();
            byte[] header = block();
            if (isZero(header)) {
                return Optional.empty();
            }
            checkSum(header);
            if (++headers > HEADERS_MAX) {
                throw new TarRefused("The tar has more than " + HEADERS_MAX + " entries, so it is no model.");
            }
            long bytes = number(header, SIZE, SIZE_LENGTH);
            char type = (char) (header[TYPE] & 0xff);
            switch (type) {
                case 'x' -> pax(extension(bytes), said);
                case 'g' -> extension(bytes); // of all entries: who made it, and alike
                case 'L' -> said.name = Optional.of(text(extension(bytes), 0, (int) bytes));
                case '5' -> {
                    begin(said.bytes.orElse(bytes));
                    path(said.name.orElseGet(() -> name(header)));
                    said = new Said();
                }
                case '0', '\0', '7' -> {
                    begin(said.bytes.orElse(bytes));
                    String name = said.name.orElseGet(() -> name(header));
                    if (name.endsWith("/")) { // how the oldest tars mark a folder
                        path(name);
                        said = new Said();
                        continue;
                    }
                    return Optional.of(new Entry(path(name), left));
                }
                default ->
                    throw new TarRefused("The tar holds " + kind(type) + " (" + shown(said.name.orElse(name(header)))
                            + "). Only files and folders can be taken.");
            }
        }
    }

    /** The bytes of the file that came last. */
    public InputStream content() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                if (left == 0) {
                    return -1;
                }
                int read = in.read(bytes, offset, (int) Math.min(length, left));
                if (read < 0) {
                    throw brokenOff();
                }
                left -= read;
                return read;
            }
        };
    }

    private void begin(long bytes) {
        left = bytes;
        padding = (int) ((BLOCK - bytes % BLOCK) % BLOCK);
    }

    private void skipRest() throws IOException {
        try {
            in.skipNBytes(left + padding);
        } catch (EOFException e) {
            throw brokenOff();
        }
        begin(0);
    }

    private byte[] block() throws IOException {
        byte[] block = in.readNBytes(BLOCK);
        if (block.length < BLOCK) {
            throw brokenOff();
        }
        return block;
    }

    private byte[] extension(long bytes) throws IOException {
        if (bytes > EXTENSION_BYTES_MAX) {
            throw new TarRefused("The tar holds a name of " + bytes + " bytes, so it is damaged or means harm.");
        }
        begin(bytes);
        byte[] whole = content().readAllBytes();
        if (whole.length < bytes) {
            throw brokenOff();
        }
        return whole;
    }

    /** Records of {@code LENGTH KEY=VALUE\n}. */
    private static void pax(byte[] records, Said said) throws TarRefused {
        int at = 0;
        while (at < records.length) {
            int blank = at;
            while (blank < records.length && records[blank] != ' ') {
                blank++;
            }
            String length = text(records, at, blank - at);
            int end = length.matches("[0-9]{1,6}") ? at + Integer.parseInt(length) : -1;
            if (end <= blank + 1 || end > records.length) {
                throw damaged();
            }
            String record = text(records, blank + 1, end - blank - 1).replaceFirst("\n\\z", "");
            int equals = record.indexOf('=');
            if (equals < 0) {
                throw damaged();
            }
            String value = record.substring(equals + 1);
            switch (record.substring(0, equals)) {
                case "path" -> said.name = Optional.of(value);
                case "size" -> said.bytes = Optional.of(paxNumber(value));
                case "linkpath", "GNU.sparse.major", "GNU.sparse.map", "GNU.sparse.name" ->
                    throw new TarRefused("The tar holds a link or a file with holes. Only plain files can be taken.");
                default -> {} // owners and times
            }
            at = end;
        }
    }

    private static long paxNumber(String value) throws TarRefused {
        if (!value.matches("[0-9]{1,18}")) {
            throw damaged();
        }
        return Long.parseLong(value);
    }

    private static String name(byte[] header) {
        String name = text(header, NAME, NAME_LENGTH);
        boolean posix = text(header, MAGIC, 6).equals("ustar") && header[MAGIC + 5] == 0;
        String prefix = posix ? text(header, PREFIX, PREFIX_LENGTH) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    /** Octal digits, or, with the first bit set, the number itself. */
    private static long number(byte[] header, int offset, int length) throws TarRefused {
        if ((header[offset] & 0x80) != 0) {
            long value = header[offset] & 0x7f;
            for (int i = 1; i < length; i++) {
                if (value >= 1L << 54) {
                    throw damaged();
                }
                value = value << 8 | header[offset + i] & 0xff;
            }
            return value;
        }
        String digits = text(header, offset, length).strip();
        if (!digits.matches("[0-7]{0,12}")) {
            throw damaged();
        }
        return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    }

    private static void checkSum(byte[] header) throws TarRefused {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= SUM && i < SUM + SUM_LENGTH ? ' ' : header[i] & 0xff;
        }
        if (number(header, SUM, SUM_LENGTH) != sum) {
            throw damaged();
        }
    }

    private static List<String> path(String name) throws TarRefused {
        if (name.isEmpty()
                || name.length() > NAME_CHARS_MAX
                || name.startsWith("/")
                || name.matches("(?s).*[\\p{Cntrl}\\\\].*")) {
            throw badName(name);
        }
        List<String> parts = new ArrayList<>(Arrays.asList(name.split("/")));
        parts.removeIf(part -> part.isEmpty() || part.equals("."));
        if (parts.contains("..")) {
            throw badName(name);
        }
        return parts;
    }

    private static String text(byte[] bytes, int offset, int length) {
        int end = offset;
        while (end < offset + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, offset, end - offset, StandardCharsets.UTF_8);
    }

    private static boolean isZero(byte[] block) {
        for (byte one : block) {
            if (one != 0) {
                return false;
            }
        }
        return true;
    }

    private static String kind(char type) {
        return switch (type) {
            case '1', '2', 'K' -> "a link";
            case '3', '4' -> "a device";
            case '6' -> "a pipe";
            case 'S' -> "a file with holes";
            default -> "something that is no file";
        };
    }

    private static String shown(String name) {
        String plain = name.replaceAll("\\p{Cntrl}", "?");
        return plain.length() > 100 ? plain.substring(0, 100) + "…" : plain;
    }

    private static TarRefused badName(String name) {
        return new TarRefused(
                "The tar holds a file with the name “" + shown(name)
                        + "”, which would lie outside of the model’s folder. Pack the folder itself, as tar -cf model.tar -C FOLDER . does.");
    }

    private static TarRefused damaged() {
        return new TarRefused("This is no tar, or a damaged one: pack the folder again.");
    }

    private static TarRefused brokenOff() {
        return new TarRefused("The tar breaks off before its end: send it again.");
    }
}
