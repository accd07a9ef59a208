package hone.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tars as the system's own tar writes and reads them, and such as mean harm. */
class TarTest {
    private static final int BLOCK = 512;
    private static final long SEED = 11;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"ustar", "pax", "gnu"})
    void filesOfTheSystemsTarAreReadWithLongNamesTooWhateverItsFormat(String format) throws Exception {
        String longName = "n".repeat(format.equals("ustar") ? 90 : 180) + ".json";
        Files.createDirectories(folder.resolve("model/below"));
        Files.writeString(folder.resolve("model/config.json"), "{}");
        Files.write(folder.resolve("model/" + longName), new byte[1000]);
        Files.writeString(folder.resolve("model/below/empty"), "");

        byte[] tar = tar("--format=" + format, "--sort=name", "-C", folder.toString(), "model");

        assertThat(entries(tar))
                .containsExactly(
                        Map.entry("model/below/empty", ""),
                        Map.entry("model/config.json", "{}"),
                        Map.entry("model/" + longName, "\0".repeat(1000)));
    }

    @Test
    void whatIsWrittenIsReadByTheSystemsTarAndHasTheLengthThatWasSaidBefore() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TarWriter writer = new TarWriter(out);
        writer.file("m/config.json", 2, to -> to.write("{}".getBytes(StandardCharsets.UTF_8)));
        writer.file("m/zeros", 1024, to -> to.write(new byte[1024]));
        writer.end();
        Path file = Files.write(folder.resolve("written.tar"), out.toByteArray());

        String listed = run("tar", "-tvf", file.toString());

        assertThat(out.size()).isEqualTo((int) TarWriter.bytes(List.of(2L, 1024L)));
        assertThat(listed.lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("-rw-r--r-- 0/0")
                                .contains(" 2 ")
                                .endsWith("m/config.json"),
                        line -> assertThat(line).contains(" 1024 ").endsWith("m/zeros"));
        assertThat(entries(out.toByteArray())).hasSize(2).containsEntry("m/config.json", "{}");
    }

    /** Eight gigabytes and more don't fit into octal digits. */
    @Test
    void aSizeBeyondEightGigabytesIsWrittenAndReadAsItIs() throws Exception {
        long bytes = 20_000_000_001L;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new TarWriter(out).file("large", bytes, to -> {});
        Path file = Files.write(folder.resolve("large.tar"), out.toByteArray());

        TarReader.Entry entry = new TarReader(new ByteArrayInputStream(out.toByteArray()))
                .next()
                .orElseThrow();

        assertThat(entry.bytes()).isEqualTo(bytes);
        assertThat(run("sh", "-c", "tar -tvf " + file + " 2>/dev/null || true")).contains(" " + bytes + " ");
    }

    @Test
    void linksAndNamesThatLeadOutAreRefused() throws Exception {
        Files.writeString(folder.resolve("file"), "x");
        Files.createSymbolicLink(folder.resolve("soft"), Path.of("/etc/passwd"));
        Files.createLink(folder.resolve("hard"), folder.resolve("file"));
        run("mkfifo", folder.resolve("pipe").toString());
        String in = folder.toString();

        refused("a link", tar("-C", in, "soft"));
        refused("a link", tar("-C", in, "file", "hard"));
        refused("a pipe", tar("-C", in, "pipe"));
        refused("outside", tar("-P", folder.resolve("file").toString()));
        refused("outside", tar("-P", "--transform=s,^,../../,", "-C", in, "file"));
        refused("outside", tar("-P", "--transform=s,^,a/../../,", "-C", in, "file"));
        refused("a device", header("null", '3', 0));
        refused("outside", header("a\\..\\b", '0', 0));
    }

    @Test
    void whatBreaksOffOrIsNoTarIsRefused() throws Exception {
        Files.write(folder.resolve("file"), new byte[5000]);
        byte[] whole = tar("-C", folder.toString(), "file");

        refused("breaks off", java.util.Arrays.copyOf(whole, 2000));
        refused("breaks off", java.util.Arrays.copyOf(whole, BLOCK + 5120)); // the file is whole, the end is not marked
        refused("breaks off", new byte[0]);
        refused("no tar", "PK".repeat(BLOCK).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void nothingThatATarSaysTakesMemory() throws IOException {
        refused("means harm", header("long", 'L', 1L << 33));
        refused("means harm", header("long", 'x', 1L << 33));
        ByteArrayOutputStream folders = new ByteArrayOutputStream();
        for (int i = 0; i <= 1 << 17; i++) {
            folders.write(header("d/", '5', 0));
        }
        refused("entries", folders.toByteArray());
    }

    /** Ten thousand damaged ones: each is read or refused. */
    @Test
    void damagedTarsAreReadOrRefusedAndNeverAnythingElse() throws Exception {
        Files.writeString(folder.resolve("config.json"), "{}");
        byte[] whole = tar("--format=pax", "-C", folder.toString(), "config.json");
        Random dice = new Random(SEED);
        int refusals = 0;
        for (int i = 0; i < 10_000; i++) {
            byte[] damaged = whole.clone();
            for (int j = 0; j <= dice.nextInt(4); j++) {
                damaged[dice.nextInt(4 * BLOCK)] = (byte) dice.nextInt(256);
            }
            try {
                entries(damaged);
            } catch (TarRefused e) {
                assertThat(e.getMessage()).endsWith(".");
                refusals++;
            }
        }
        assertThat(refusals).isGreaterThan(5_000);
    }

    private static void refused(String why, byte[] tar) {
        assertThatThrownBy(() -> entries(tar)).isInstanceOf(TarRefused.class).hasMessageContaining(why);
    }

    private static Map<String, String> entries(byte[] tar) throws IOException {
        TarReader reader = new TarReader(new ByteArrayInputStream(tar));
        Map<String, String> all = new LinkedHashMap<>();
        for (Optional<TarReader.Entry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
            byte[] content = reader.content().readAllBytes();
            assertThat((long) content.length).isEqualTo(entry.get().bytes());
            all.put(String.join("/", entry.get().path()), new String(content, StandardCharsets.UTF_8));
        }
        return all;
    }

    /** A header alone, with the right sum. */
    private static byte[] header(String name, char type, long bytes) {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 124, "%011o".formatted(bytes));
        put(header, 148, "        ");
        header[156] = (byte) type;
        int sum = 0;
        for (byte one : header) {
            sum += one & 0xff;
        }
        put(header, 148, "%06o".formatted(sum));
        return header;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    private byte[] tar(String... arguments) throws Exception {
        Path out = folder.resolve("made.tar");
        List<String> command = new ArrayList<>(List.of("tar", "-cf", out.toString()));
        command.addAll(List.of(arguments));
        run(command.toArray(String[]::new));
        byte[] made = Files.readAllBytes(out);
        Files.delete(out);
        return made;
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
