package hone.devstack.hostile;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Sends bytes and reads one HTTP response, each on a connection of its own; HTTP clients refuse to send such bytes. */
public final class RawHttp {
    private static final int MILLIS_MAX = 30_000;
    private static final int LINE_MAX = 1 << 16;
    private static final int BODY_MAX = 8 << 20;

    private final int port;

    public RawHttp(int port) {
        this.port = port;
    }

    /** The response; the status is 0 if the server hung up without one, as it may when a request is not HTTP at all. */
    public record Answer(int status, Map<String, String> headers, String body) {
        static final Answer NONE = new Answer(0, Map.of(), "");
    }

    /** @throws java.net.SocketTimeoutException when nothing comes back for half a minute */
    public Answer send(HostileRequest request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(MILLIS_MAX);
            socket.setTcpNoDelay(true);
            try {
                socket.getOutputStream().write(request.bytes());
                socket.getOutputStream().flush();
                if (request.hangsUp()) {
                    socket.shutdownOutput();
                }
            } catch (IOException e) {
                // Refused before everything was sent; there may be a response all the same.
            }
            return read(new BufferedInputStream(socket.getInputStream()), request.method());
        } catch (EOFException | java.net.SocketException e) {
            return Answer.NONE;
        }
    }

    private static Answer read(InputStream in, String method) throws IOException {
        while (true) {
            String[] words = line(in).split(" ", 3);
            int status = Integer.parseInt(words[1]);
            Map<String, String> headers = new LinkedHashMap<>();
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                int colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            if (status / 100 != 1) {
                return new Answer(status, headers, body(in, method, status, headers));
            }
        }
    }

    private static String body(InputStream in, String method, int status, Map<String, String> headers)
            throws IOException {
        // A stream of events has no end; that it began is enough.
        if (method.equals("HEAD")
                || status == 204
                || status == 304
                || headers.getOrDefault("content-type", "").startsWith("text/event-stream")) {
            return "";
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
            for (int size = chunk(in); size > 0; size = chunk(in)) {
                body.write(in.readNBytes(size));
                line(in);
            }
        } else if (headers.containsKey("content-length")) {
            body.write(in.readNBytes(Integer.parseInt(headers.get("content-length"))));
        } else {
            body.write(in.readNBytes(BODY_MAX));
        }
        return body.toString(StandardCharsets.UTF_8);
    }

    private static int chunk(InputStream in) throws IOException {
        return Integer.parseInt(line(in).strip(), 16);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException();
            }
            if (b != '\r' && line.length() < LINE_MAX) {
                line.append((char) b);
            }
        }
        return line.toString();
    }
}
