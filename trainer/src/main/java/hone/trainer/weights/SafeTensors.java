package hone.trainer.weights;

import static org.bytedeco.pytorch.global.torch.empty;

import com.fasterxml.jackson.databind.JsonNode;
import hone.contract.UnreadableMessage;
import hone.contract.Wire;
import hone.trainer.run.ModelFolder;
import hone.trainer.run.RunFailure;
import hone.trainer.tensor.Scope;
import hone.trainer.tensor.Tensors;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The safetensors format: eight bytes with the header's length (little endian), a JSON header, raw tensors. Nothing in a file is
 * trusted: every offset is checked against the file and the shape before a byte is read. Source: safetensors, "Format".
 */
public final class SafeTensors {
    /** Enough for tens of thousands of tensors. The format allows 100 MB, but no worker's heap could parse JSON of that size. */
    private static final long HEADER_BYTES_MAX = 4 << 20;

    private static final int CHUNK_BYTES = 1 << 26; // a buffer holds less than 2 GiB, a tensor may be larger
    private static final Map<String, ScalarType> TYPES = Map.of(
            "F64", ScalarType.Double,
            "F32", ScalarType.Float,
            "F16", ScalarType.Half,
            "BF16", ScalarType.BFloat16,
            "I64", ScalarType.Long,
            "I32", ScalarType.Int,
            "U8", ScalarType.Byte,
            "BOOL", ScalarType.Bool);
    private static final Map<String, Integer> BYTES =
            Map.of("F64", 8, "F32", 4, "F16", 2, "BF16", 2, "I64", 8, "I32", 4, "U8", 1, "BOOL", 1);

    private SafeTensors() {}

    /** One tensor as described by the header; begin and end count from the first byte after the header. */
    private record Entry(String name, String type, long[] shape, long begin, long end) {
        long elements() {
            long product = 1;
            for (long size : shape) {
                product = Math.multiplyExact(product, size);
            }
            return product;
        }
    }

    /** What a file's header says about a tensor. */
    record Described(String type, long[] shape) {}

    /** What a file contains according to its header; no tensor's data is in memory yet. */
    static Map<String, Described> describe(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            Map<String, Described> all = new LinkedHashMap<>();
            entries(channel, file).forEach(entry -> all.put(entry.name, new Described(entry.type, entry.shape)));
            return all;
        } catch (IOException e) {
            throw refused(file, "it can't be read (" + e.getMessage() + ")");
        }
    }

    /** All tensors in file order, kept (the caller releases them), with the types they have in the file. */
    public static Map<String, Tensor> read(Path file) {
        return read(file, name -> true);
    }

    /** Only the requested tensors. */
    static Map<String, Tensor> read(Path file, Predicate<String> wanted) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        try {
            forEach(file, wanted, tensors::put);
            return tensors;
        } catch (RuntimeException | Error e) { // usually out of memory
            tensors.values().forEach(Scope::release);
            throw e;
        }
    }

    /** Hands over the requested tensors one by one, kept, so that no more of them are in memory than their receiver wants. */
    static void forEach(Path file, Predicate<String> wanted, BiConsumer<String, Tensor> receiver) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long start = Long.BYTES + headerBytes(channel, file);
            for (Entry entry : entries(channel, file)) {
                if (wanted.test(entry.name)) {
                    receiver.accept(entry.name, tensor(entry, channel, start));
                }
            }
        } catch (IOException e) {
            throw refused(file, "it can't be read (" + e.getMessage() + ")");
        }
    }

    private static Tensor tensor(Entry entry, FileChannel channel, long start) throws IOException {
        try (Scope scope = Scope.open()) {
            Tensor tensor = empty(entry.shape, new TensorOptions(TYPES.get(entry.type)), null);
            fill(tensor, channel, start + entry.begin);
            return Scope.keep(tensor);
        }
    }

    /** Writes tensors of any type in the order given and forces them to the disk. */
    public static void write(Path file, Map<String, Tensor> tensors) throws IOException {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("__metadata__", Map.of("format", "pt"));
        long offset = 0;
        for (var named : tensors.entrySet()) {
            Tensor tensor = named.getValue();
            long end = offset + tensor.nbytes();
            header.put(named.getKey(), new TensorHeader(typeName(tensor), tensor.shape(), new long[] {offset, end}));
            offset = end;
        }
        StringBuilder json = new StringBuilder(Wire.write(header));
        while (json.length() % Long.BYTES != 0) {
            json.append(' '); // so that the tensors begin on a multiple of eight
        }
        byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            writeAll(
                    channel,
                    ByteBuffer.allocate(Long.BYTES)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(bytes.length)
                            .flip());
            writeAll(channel, ByteBuffer.wrap(bytes));
            for (Tensor tensor : tensors.values()) {
                try (Scope scope = Scope.open()) {
                    Tensor plain = Tensors.fetched(tensor.detach()).contiguous();
                    for (long at = 0; at < plain.nbytes(); at += CHUNK_BYTES) {
                        writeAll(channel, chunk(plain, at));
                    }
                }
            }
            channel.force(true);
        }
    }

    private record TensorHeader(String dtype, long[] shape, long[] data_offsets) {}

    private static long headerBytes(FileChannel channel, Path file) throws IOException {
        ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        if (channel.size() < Long.BYTES) {
            throw refused(file, "it is too short to have a header");
        }
        readAll(channel, length, 0);
        long bytes = length.getLong(0);
        if (bytes < 2 || bytes > HEADER_BYTES_MAX || bytes > channel.size() - Long.BYTES) {
            throw otherFormat(file, length.array())
                    .orElseGet(() -> refused(file, "its header claims " + Long.toUnsignedString(bytes) + " bytes"));
        }
        return bytes;
    }

    /** What the first bytes of a file say that has only the name of a safetensors file. */
    private static Optional<RunFailure> otherFormat(Path file, byte[] start) {
        String text = new String(start, StandardCharsets.ISO_8859_1);
        boolean pickle = start[0] == (byte) 0x80 && start[1] >= 2 && start[1] <= 5;
        if (pickle || text.startsWith("PK\3\4")) {
            return Optional.of(new RunFailure(
                    "pickle",
                    "The file " + file.getFileName() + " is "
                            + (pickle ? "a pickle" : "an archive as PyTorch writes it, with a pickle")
                            + ", which could run code; convert it to safetensors."));
        }
        return text.startsWith("GGUF")
                ? Optional.of(refused(file, "it is a GGUF file under another name"))
                : Optional.empty();
    }

    private static List<Entry> entries(FileChannel channel, Path file) throws IOException {
        ByteBuffer text = ByteBuffer.allocate((int) headerBytes(channel, file));
        readAll(channel, text, Long.BYTES);
        JsonNode header;
        try {
            header = ModelFolder.parsed(text.array());
        } catch (UnreadableMessage e) {
            throw refused(file, "its header is not JSON, or names a tensor twice");
        }
        if (!header.isObject()) {
            throw refused(file, "its header is not a JSON object");
        }
        List<Entry> entries = new ArrayList<>();
        for (var field : header.properties()) {
            if (!field.getKey().equals("__metadata__")) {
                entries.add(entry(file, field.getKey(), field.getValue()));
            }
        }
        entries.sort(Comparator.comparingLong(Entry::begin));
        long expected = 0;
        for (Entry entry : entries) {
            if (entry.begin != expected) {
                throw refused(file, entry.name + " does not begin where the tensor before it ends");
            }
            expected = entry.end;
        }
        long data = channel.size() - Long.BYTES - text.capacity();
        if (expected != data) {
            throw refused(file, "its header describes " + expected + " bytes of tensors, the file has " + data);
        }
        return entries;
    }

    private static Entry entry(Path file, String name, JsonNode json) {
        String type = json.path("dtype").asText("");
        if (!TYPES.containsKey(type)) {
            throw refused(file, name + " has the unknown type '" + type + "'");
        }
        long[] offsets = numbers(file, name, json.path("data_offsets"));
        if (offsets.length != 2 || offsets[1] < offsets[0]) {
            throw refused(file, name + " has no sound data_offsets");
        }
        Entry entry = new Entry(name, type, numbers(file, name, json.path("shape")), offsets[0], offsets[1]);
        long needed;
        try {
            needed = Math.multiplyExact(entry.elements(), (long) BYTES.getOrDefault(type, 1));
        } catch (ArithmeticException e) {
            throw refused(file, name + " has an impossible shape");
        }
        if (needed != entry.end - entry.begin) {
            throw refused(
                    file, name + " needs " + needed + " bytes for its shape and has " + (entry.end - entry.begin));
        }
        return entry;
    }

    private static long[] numbers(Path file, String name, JsonNode json) {
        if (!json.isArray()) {
            throw refused(file, name + " lacks its shape or data_offsets");
        }
        long[] numbers = new long[json.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!json.get(i).isIntegralNumber() || json.get(i).asLong() < 0) {
                throw refused(file, name + " has a size that is not a whole number from 0");
            }
            numbers[i] = json.get(i).asLong();
        }
        return numbers;
    }

    private static void fill(Tensor tensor, FileChannel channel, long position) throws IOException {
        for (long at = 0; at < tensor.nbytes(); at += CHUNK_BYTES) {
            readAll(channel, chunk(tensor, at), position + at);
        }
    }

    private static ByteBuffer chunk(Tensor tensor, long at) {
        BytePointer bytes = new BytePointer(tensor.data_ptr());
        return bytes.position(at)
                .limit(Math.min(tensor.nbytes(), at + CHUNK_BYTES))
                .asByteBuffer();
    }

    private static void readAll(FileChannel channel, ByteBuffer into, long position) throws IOException {
        long at = position;
        while (into.hasRemaining()) {
            int read = channel.read(into, at);
            if (read < 0) {
                throw new EOFException("the file ends early");
            }
            at += read;
        }
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static String typeName(Tensor tensor) {
        ScalarType type = tensor.scalar_type().intern();
        return TYPES.entrySet().stream()
                .filter(entry -> entry.getValue() == type)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no name for " + type))
                .getKey();
    }

    private static RunFailure refused(Path file, String why) {
        return new RunFailure(
                "unreadable-checkpoint", "The safetensors file " + file.getFileName() + " can't be used: " + why + ".");
    }
}
