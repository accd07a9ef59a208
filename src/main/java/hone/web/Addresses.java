package hone.web;

import io.quarkus.qute.TemplateExtension;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Addresses built from what a user sent. */
public final class Addresses {
    private Addresses() {}

    /** In a template: {@code /people/{person.username.urlEncoded}}. */
    @TemplateExtension
    public static String urlEncoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * Back to the page that was open, by the {@code Referer} header: only its path is used, because an address from outside
     * must not decide where a person lands.
     */
    public static URI back(@Nullable String referer, String otherwise) {
        try {
            String path = referer == null ? "" : URI.create(referer).getRawPath();
            return URI.create(path != null && path.startsWith("/") && !path.startsWith("//") ? path : otherwise);
        } catch (IllegalArgumentException e) {
            return URI.create(otherwise);
        }
    }
}
