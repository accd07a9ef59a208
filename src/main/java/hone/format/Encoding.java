package hone.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** In which encoding a text is, by its mark or by where its zero bytes stand; whatever it is, from here on it is UTF-8. */
final class Encoding {
    private static final int MARK_BYTES = 4;

    private Encoding() {}

    /** @param remarks is told when the file is not UTF-8 */
    static InputStream asUtf8(InputStream in, List<String> remarks) throws IOException {
        in.mark(MARK_BYTES);
        byte[] start = in.readNBytes(MARK_BYTES);
        in.reset();
        if (at(start, 0) == 0xef && at(start, 1) == 0xbb && at(start, 2) == 0xbf) {
            in.skipNBytes(3);
            return in;
        }
        boolean widest = (at(start, 0) == 0xff && at(start, 1) == 0xfe && at(start, 2) == 0 && at(start, 3) == 0)
                || (at(start, 0) == 0 && at(start, 1) == 0 && at(start, 2) == 0xfe && at(start, 3) == 0xff);
        if (widest) {
            throw new UnreadableFile("it is UTF-32; save it as UTF-8 and send it again");
        }
        if (at(start, 0) == 0xff && at(start, 1) == 0xfe) {
            in.skipNBytes(2);
            return utf16(in, StandardCharsets.UTF_16LE, remarks);
        }
        if (at(start, 0) == 0xfe && at(start, 1) == 0xff) {
            in.skipNBytes(2);
            return utf16(in, StandardCharsets.UTF_16BE, remarks);
        }
        if (at(start, 0) > 0 && at(start, 1) == 0 && at(start, 2) > 0 && at(start, 3) == 0) {
            return utf16(in, StandardCharsets.UTF_16LE, remarks);
        }
        if (at(start, 0) == 0 && at(start, 1) > 0 && at(start, 2) == 0 && at(start, 3) > 0) {
            return utf16(in, StandardCharsets.UTF_16BE, remarks);
        }
        return in;
    }

    private static int at(byte[] start, int index) {
        return index < start.length ? start[index] & 0xff : -1;
    }

    private static InputStream utf16(InputStream in, Charset charset, List<String> remarks) {
        remarks.add("The file is UTF-16 and was read as such.");
        return new Recoded(new InputStreamReader(
                in,
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
    }

    /** Characters as bytes of UTF-8. */
    private static final class Recoded extends InputStream {
        private final Reader reader;
        private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
        private final CharBuffer characters = CharBuffer.allocate(1 << 13).limit(0);
        private final ByteBuffer bytes = ByteBuffer.allocate(1 << 15).limit(0);
        private boolean ended;

        Recoded(Reader reader) {
            this.reader = reader;
        }

        @Override
        public int read() throws IOException {
            return bytes.hasRemaining() || fill() ? bytes.get() & 0xff : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!bytes.hasRemaining() && !fill()) {
                return -1;
            }
            int n = Math.min(length, bytes.remaining());
            bytes.get(into, offset, n);
            return n;
        }

        private boolean fill() throws IOException {
            try {
                while (!ended) {
                    characters.compact();
                    ended = reader.read(characters) < 0;
                    characters.flip();
                    bytes.clear();
                    CoderResult result = encoder.encode(characters, bytes, ended);
                    if (result.isError()) {
                        result.throwException();
                    }
                    bytes.flip();
                    if (bytes.hasRemaining()) {
                        return true;
                    }
                }
                return false;
            } catch (CharacterCodingException e) {
                throw new UnreadableFile("it begins as UTF-16 and is not UTF-16 to its end", e);
            }
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
