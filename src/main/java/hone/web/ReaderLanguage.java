package hone.web;

import io.quarkus.arc.Arc;
import io.quarkus.arc.ArcContainer;
import io.quarkus.qute.EngineBuilder;
import io.quarkus.qute.RawString;
import io.quarkus.qute.TemplateExtension;
import io.quarkus.qute.TemplateExtension.TemplateAttribute;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.Cookie;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The language of whoever reads the page that is being made: what they chose in the account menu (a cookie), else the first that
 * their browser asks for and we have, else English. Pages that only admins and reviewers work with are in English whatever the
 * reader speaks; the frame around them is in the reader's language and says so.
 */
public final class ReaderLanguage {
    public static final String COOKIE = "hone-language";

    /** The attribute of a template that holds the language of what stands inside the frame. */
    static final String PAGE = "page-language";

    /** Folders of templates whose words stand in message bundles that are translated. */
    private static final Set<String> TRANSLATED = Set.of("guideline", "home", "questions", "talk", "web", "work");

    private static final Set<String> ENGLISH_ALL_THE_SAME = Set.of("guideline/edit");
    private static final String REMEMBERED = "hone.language";

    /** Every template is told, so that nobody can forget it. */
    void tellTemplates(@Observes EngineBuilder engine) {
        engine.addTemplateInstanceInitializer(template -> speak(template, ofReader()));
    }

    /** For a page that is made before there is a request as the rest of the app sees it. */
    static TemplateInstance speak(TemplateInstance template, Language language) {
        String id = template.getTemplate().getId();
        return template.setLocale(language.tag()).setAttribute(PAGE, isTranslated(id) ? language : Language.ENGLISH);
    }

    static boolean isTranslated(String template) {
        int folder = template.indexOf('/');
        return folder > 0
                && TRANSLATED.contains(template.substring(0, folder))
                && ENGLISH_ALL_THE_SAME.stream().noneMatch(template::startsWith);
    }

    /** Of the page that is being made; English where there is no such page. */
    public static Language ofReader() {
        ArcContainer container = Arc.container();
        if (container == null || !container.requestContext().isActive()) {
            return Language.ENGLISH;
        }
        RoutingContext request =
                container.instance(CurrentVertxRequest.class).get().getCurrent();
        return request == null ? Language.ENGLISH : of(request);
    }

    /** A bundle of messages in that language, for sentences that are made outside templates. */
    public static <T> T words(Class<T> bundle) {
        return ofReader().words(bundle);
    }

    public static Language of(RoutingContext request) {
        Language known = request.get(REMEMBERED);
        if (known != null) {
            return known;
        }
        Language language = chosen(request)
                .or(() -> Optional.ofNullable(request.request().getHeader("Accept-Language"))
                        .flatMap(Language::accepted))
                .orElse(Language.ENGLISH);
        request.put(REMEMBERED, language);
        return language;
    }

    private static Optional<Language> chosen(RoutingContext request) {
        return Optional.ofNullable(request.request().getCookie(COOKIE))
                .map(Cookie::getValue)
                .flatMap(Language::tagged);
    }

    /** What a template's attribute holds; a template that is made without the app has none. */
    static Language inside(@Nullable Object attribute) {
        return attribute instanceof Language language ? language : Language.ENGLISH;
    }

    /** {@code {language:ofPage}}: what the page calls itself, {@code de}. */
    @TemplateExtension(namespace = "language")
    static String ofPage(@TemplateAttribute(PAGE) Object page) {
        return inside(page).tag();
    }

    /** {@code {language:ofFrame}}: for what belongs to the frame, where that speaks another language than the page. */
    @TemplateExtension(namespace = "language")
    static RawString ofFrame(@TemplateAttribute(PAGE) Object page) {
        Language reader = ofReader();
        return new RawString(reader == inside(page) ? "" : " lang=\"" + reader.tag() + "\"");
    }

    /** {@code {language:all}}, to choose from. */
    @TemplateExtension(namespace = "language")
    static List<Language> all() {
        return List.of(Language.values());
    }

    /** {@code {language:chosen}}: the tag of what the reader chose; empty when their browser decides. */
    @TemplateExtension(namespace = "language")
    static String chosen() {
        RoutingContext request =
                Arc.container().instance(CurrentVertxRequest.class).get().getCurrent();
        return request == null ? "" : chosen(request).map(Language::tag).orElse("");
    }
}
