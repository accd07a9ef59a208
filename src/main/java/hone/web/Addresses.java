package hone.web;

import io.quarkus.qute.TemplateExtension;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Pieces of addresses that come from what people typed. */
public final class Addresses {
    private Addresses() {}

    /** In a template: {@code /people/{person.username.urlEncoded}}. */
    @TemplateExtension
    public static String urlEncoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
