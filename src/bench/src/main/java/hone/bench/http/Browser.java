package hone.bench.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

/** One visitor with cookies of its own, who follows redirects as browsers do. */
public final class Browser {
    private static final int REDIRECTS_MAX = 12;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client;
    private final CookieJar cookies = new CookieJar();

    public Browser(HttpClient client) {
        this.client = client;
    }

    /** A client to share between visitors; it keeps no cookies and follows no redirects. */
    public static HttpClient sharedClient() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** The cookies that this visitor sends to this address. */
    public String cookies(URI address) {
        return cookies.header(address);
    }

    public Page get(URI address) throws IOException, InterruptedException {
        return follow(HttpRequest.newBuilder(address).GET());
    }

    public Page submit(HtmlForm form) throws IOException, InterruptedException {
        if (form.method().equals("get")) {
            String separator = form.action().getQuery() == null ? "?" : "&";
            return get(URI.create(form.action() + separator + form.encoded()));
        }
        return follow(HttpRequest.newBuilder(form.action())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", originOf(form.action()))
                .POST(HttpRequest.BodyPublishers.ofString(form.encoded())));
    }

    /** Sends a form with a file chosen in one of its fields. */
    public Page upload(HtmlForm form, String fileField, String fileName, byte[] content)
            throws IOException, InterruptedException {
        String boundary = "hone-" + UUID.randomUUID();
        StringBuilder head = new StringBuilder();
        for (HtmlForm.Field field : form.fields()) {
            head.append("--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                    .formatted(boundary, field.name(), field.value()));
        }
        head.append(("--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n"
                        + "Content-Type: application/octet-stream\r\n\r\n")
                .formatted(boundary, fileField, fileName));
        byte[] tail = "\r\n--%s--\r\n".formatted(boundary).getBytes(StandardCharsets.UTF_8);
        return follow(HttpRequest.newBuilder(form.action())
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .header("Origin", originOf(form.action()))
                .POST(HttpRequest.BodyPublishers.concat(
                        HttpRequest.BodyPublishers.ofString(head.toString()),
                        HttpRequest.BodyPublishers.ofByteArray(content),
                        HttpRequest.BodyPublishers.ofByteArray(tail))));
    }

    /**
     * One request and its response; cookies are sent and stored, redirects are not followed: for measurements that time each
     * separately.
     */
    public HttpResponse<String> once(HttpRequest.Builder request) throws IOException, InterruptedException {
        return once(request, PATIENCE);
    }

    /** The same of an answer that may take longer. */
    public HttpResponse<String> once(HttpRequest.Builder request, Duration patience)
            throws IOException, InterruptedException {
        URI address = request.copy().build().uri();
        String jar = cookies.header(address);
        if (!jar.isEmpty()) {
            request.setHeader("Cookie", jar);
        }
        HttpResponse<String> answer =
                client.send(request.timeout(patience).build(), HttpResponse.BodyHandlers.ofString());
        cookies.keep(address, answer.headers().allValues("set-cookie"));
        return answer;
    }

    private Page follow(HttpRequest.Builder first) throws IOException, InterruptedException {
        HttpRequest.Builder next = first;
        for (int hop = 0; hop < REDIRECTS_MAX; hop++) {
            HttpResponse<String> answer = once(next);
            String location = answer.headers().firstValue("location").orElse("");
            if (answer.statusCode() / 100 != 3 || location.isEmpty()) {
                return new Page(answer.uri(), answer.statusCode(), answer.body());
            }
            next = HttpRequest.newBuilder(answer.uri().resolve(location)).GET();
        }
        throw new IOException("more than " + REDIRECTS_MAX + " redirects");
    }

    private static String originOf(URI address) {
        return address.getScheme() + "://" + address.getRawAuthority();
    }
}
