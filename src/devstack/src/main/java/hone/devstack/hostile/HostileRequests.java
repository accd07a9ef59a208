package hone.devstack.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/**
 * Generates requests: valid ones with one or several things made wrong. The seed and the number of a request reproduce it,
 * whatever came before.
 */
public final class HostileRequests {
    private static final String BOUNDARY = "x-parts";
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final long seed;
    private final List<Route> routes;
    private final UnaryOperator<String> places;
    private final Visitor visitor;

    /** @param cookies as in the header, including the form token's */
    public record Visitor(String cookies, String token) {}

    /** @param places fills the placeholders of a path with existing values */
    public HostileRequests(long seed, List<Route> routes, UnaryOperator<String> places, Visitor visitor) {
        this.seed = seed;
        this.routes = List.copyOf(routes);
        this.places = places;
        this.visitor = visitor;
    }

    public HostileRequest at(int number) {
        SplittableRandom dice = new SplittableRandom(seed * GOLDEN + number);
        String typed = "typed" + Long.toHexString(dice.nextLong()) + "x" + number;
        if (dice.nextInt(8) == 0) {
            RefusedForm form = RefusedForm.ALL.get(dice.nextInt(RefusedForm.ALL.size()));
            return refused(form, typed, number);
        }
        Route route = routes.get(dice.nextInt(routes.size()));
        if (route.path().endsWith("/live") && dice.nextInt(20) > 0) {
            route = routes.get(dice.nextInt(routes.size())); // Each occupies a slot while its stream is open.
        }
        return new Draft(route, typed, number, dice).request();
    }

    private String name(int number, String method, String path, String what) {
        String shown = path.length() > 120 ? path.substring(0, 120) + "…" : path;
        return "seed %d, request %d, %s %s: %s".formatted(seed, number, method, shown, what);
    }

    private HostileRequest refused(RefusedForm form, String typed, int number) {
        String path = places.apply(form.path());
        String body = "csrf-token=" + visitor.token() + "&" + form.body(typed);
        String head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nCookie: "
                + visitor.cookies() + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                + body.length() + "\r\n\r\n";
        return new HostileRequest(
                name(number, "POST", path, "a form to be refused"),
                "POST",
                (head + body).getBytes(StandardCharsets.UTF_8),
                typed,
                false,
                true);
    }

    /** One request while it is being put together. */
    private final class Draft {
        private final Route route;
        private final String typed;
        private final int number;
        private final SplittableRandom dice;
        private final List<String> odd = new ArrayList<>();
        private boolean hangsUp;

        Draft(Route route, String typed, int number, SplittableRandom dice) {
            this.route = route;
            this.typed = typed;
            this.number = number;
            this.dice = dice;
        }

        HostileRequest request() {
            String method = dice.nextInt(20) == 0 ? odd("method", pick(Oddities.METHODS)) : route.method();
            String path = path();
            boolean withBody = method.equals("POST") || dice.nextInt(20) == 0;
            boolean parts =
                    withBody && (route.path().endsWith("/imports") ? dice.nextInt(4) > 0 : dice.nextInt(8) == 0);
            byte[] body = withBody ? (parts ? parts() : body()) : new byte[0];
            StringBuilder head =
                    new StringBuilder(method).append(' ').append(path).append(" HTTP/1.1\r\n");
            head.append("Host: localhost\r\n");
            if (dice.nextInt(10) > 0) {
                head.append("Cookie: ").append(visitor.cookies()).append("\r\n");
            }
            if (withBody) {
                head.append(type(parts));
                head.append(length(body.length));
            }
            while (dice.nextInt(3) == 0) {
                head.append(odd("header", pick(Oddities.HEADERS))).append("\r\n");
            }
            if (dice.nextInt(40) == 0) {
                odd.add("a long header");
                head.append("X-Long: ").append("a".repeat(dice.nextInt(20_000))).append("\r\n");
            }
            head.append("\r\n");
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            // In Latin 1 each character stays one byte, so that odd ones stay as odd as they are.
            all.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
            all.writeBytes(body);
            return new HostileRequest(
                    name(number, method, path, String.join(", ", odd)),
                    method,
                    all.toByteArray(),
                    typed,
                    hangsUp,
                    false);
        }

        private String path() {
            String path = places.apply(route.path());
            if (dice.nextInt(3) == 0 && route.path().contains("{")) {
                String id = dice.nextInt(12) == 0 ? "a".repeat(dice.nextInt(6000)) : pick(Oddities.IDS);
                // All placeholders, or those that come after an existing project.
                String kept =
                        dice.nextBoolean() ? route.path() : route.path().replace("{slug}", places.apply("{slug}"));
                path = kept.replaceAll("\\{\\w+}", java.util.regex.Matcher.quoteReplacement(odd("id", id)));
            }
            if (dice.nextInt(5) == 0) {
                path += "?" + odd("query", pick(Oddities.QUERIES)) + (dice.nextBoolean() ? "&q=" + typed : "");
            }
            return path;
        }

        private String type(boolean parts) {
            String usual = route.isApi()
                    ? "application/x-ndjson"
                    : parts ? "multipart/form-data; boundary=" + BOUNDARY : "application/x-www-form-urlencoded";
            if (dice.nextInt(4) > 0) {
                return "Content-Type: " + usual + "\r\n";
            }
            if (dice.nextInt(12) == 0) {
                odd.add("no content type");
                return "";
            }
            String line = "Content-Type: " + odd("content type", pick(Oddities.FORM_TYPES)) + "\r\n";
            return dice.nextInt(12) == 0 ? line + "Content-Type: " + usual + "\r\n" : line;
        }

        private String length(int bytes) {
            int drawn = dice.nextInt(60);
            hangsUp = drawn < 3;
            return switch (drawn) {
                case 0 -> odd("length", "Content-Length: " + (bytes + 10)) + "\r\n";
                case 1 -> odd("length", "Content-Length: -1") + "\r\n";
                case 2 -> odd("length", "Transfer-Encoding: chunked") + "\r\n";
                default -> "Content-Length: " + bytes + "\r\n";
            };
        }

        private byte[] body() {
            return switch (dice.nextInt(10)) {
                case 0 -> {
                    odd.add("random bytes");
                    byte[] junk = new byte[dice.nextInt(2000)];
                    dice.nextBytes(junk);
                    yield junk;
                }
                case 1 -> bytes(odd("JSON", "{\"text\":\"" + typed + "\",\"a\":" + "[".repeat(dice.nextInt(5000))));
                case 2 -> {
                    odd.add("many fields");
                    int fields = 900 + dice.nextInt(3000);
                    StringBuilder form = new StringBuilder(token());
                    for (int i = 0; i < fields; i++) {
                        form.append("&f")
                                .append(dice.nextInt(2 * fields))
                                .append('=')
                                .append(i);
                    }
                    yield bytes(form.append("&text=").append(typed).toString());
                }
                case 3 -> {
                    odd.add("a huge field");
                    yield bytes(
                            token() + "&" + pick(Oddities.FIELDS) + "=" + typed + "x".repeat(dice.nextInt(1 << 18)));
                }
                case 4 -> {
                    odd.add("no fields");
                    yield bytes(pick(List.of("", "&", "=", "&&==&", "%", "\u0000", token())));
                }
                default -> {
                    odd.add("odd values");
                    yield form();
                }
            };
        }

        private byte[] form() {
            StringBuilder form =
                    new StringBuilder(dice.nextInt(6) > 0 ? token() : "csrf-token=" + pick(Oddities.VALUES));
            int fields = dice.nextInt(12);
            for (int i = 0; i < fields; i++) {
                form.append('&').append(pick(Oddities.FIELDS)).append('=').append(pick(Oddities.VALUES));
            }
            form.append('&').append(pick(Oddities.FIELDS)).append('=').append(typed);
            if (dice.nextInt(4) == 0) {
                form.append('&').append(pick(Oddities.VALUES)).append('=').append(pick(Oddities.VALUES));
            }
            return bytes(form.toString());
        }

        private byte[] parts() {
            odd.add("parts");
            StringBuilder body = new StringBuilder();
            int parts = dice.nextInt(20) == 0 ? 1500 : dice.nextInt(5);
            part(body, "name=\"csrf-token\"", "", visitor.token());
            for (int i = 0; i < parts; i++) {
                String name = "name=\"" + pick(Oddities.FIELDS) + "\"";
                switch (dice.nextInt(7)) {
                    case 0 ->
                        part(
                                body,
                                name + "; filename=\"" + pick(Oddities.IDS) + "\"",
                                "Content-Type: text/plain",
                                typed);
                    case 1 -> part(body, name, "Content-Type: text/plain; charset=nonsense-99", typed);
                    case 2 -> part(body, name, "Content-Transfer-Encoding: base64", "%%%" + typed);
                    case 3 -> part(body, pick(List.of("", "name", "name=", "name=\"", "filename=\"x\"")), "", typed);
                    case 4 ->
                        body.append("--" + BOUNDARY + "\r\n")
                                .append(pick(List.of(": x", "\u0000", "nonsense")))
                                .append("\r\n\r\n");
                    default -> part(body, name, "", typed + pick(Oddities.VALUES));
                }
            }
            if (dice.nextInt(6) > 0) {
                body.append("--" + BOUNDARY + "--\r\n");
            }
            return bytes(body.toString());
        }

        private void part(StringBuilder body, String disposition, String header, String value) {
            body.append("--" + BOUNDARY + "\r\nContent-Disposition: form-data; ")
                    .append(disposition)
                    .append("\r\n");
            if (!header.isEmpty()) {
                body.append(header).append("\r\n");
            }
            body.append("\r\n").append(value).append("\r\n");
        }

        private String token() {
            return "csrf-token=" + visitor.token();
        }

        private String odd(String what, String value) {
            odd.add(what + " " + (value.length() > 60 ? value.substring(0, 60) + "…" : value));
            return value;
        }

        private String pick(List<String> from) {
            return from.get(dice.nextInt(from.size()));
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }
}
