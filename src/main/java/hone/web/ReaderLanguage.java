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
 * The language of the reader of the page that is being made: the one they chose in the account menu (a cookie), else the first
 * of their browser's languages that we have, else English. Pages that only admins and reviewers use are in English whatever the
 * reader speaks; the frame around them is in the reader's language and says so.
 */
public final class ReaderLanguage {
    public static final String COOKIE = "hone-language";

    /** The template attribute that holds the language of what is inside the frame. */
    static final String PAGE = "page-language";

    /** Folders of templates whose words come from translated message bundles. */
    private static final Set<String> TRANSLATED = Set.of(
            "comments", "guideline", "home", "me", "notice", "pauses", "questions", "quizzes", "talk", "web", "work");

    private static final Set<String> ALWAYS_ENGLISH = Set.of("guideline/edit", "pauses/all", "quizzes/settings");
    private static final String REMEMBERED = "hone.language";

    /** Set on every template here, so that nobody can forget it. */
    void tellTemplates(@Observes EngineBuilder engine) {
        engine.addTemplateInstanceInitializer(template -> speak(template, ofReader()));
    }

    /** For a page that is made before the rest of the app sees the request. */
    static TemplateInstance speak(TemplateInstance template, Language language) {
        String id = template.getTemplate().getId();
        return template.setLocale(language.tag()).setAttribute(PAGE, isTranslated(id) ? language : Language.ENGLISH);
    }

    static boolean isTranslated(String template) {
        int folder = template.indexOf('/');
        return folder > 0
                && TRANSLATED.contains(template.substring(0, folder))
                && ALWAYS_ENGLISH.stream().noneMatch(template::startsWith);
    }

    /** The language of the page that is being made; English where there is none. */
    public static Language ofReader() {
        ArcContainer container = Arc.container();
        if (container == null || !container.requestContext().isActive()) {
            return Language.ENGLISH;
        }
        RoutingContext request =
                container.instance(CurrentVertxRequest.class).get().getCurrent();
        return request == null ? Language.ENGLISH : of(request);
    }

    /** A message bundle in that language, for sentences that are made outside templates. */
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

    /** The language in a template's attribute; a template that is rendered outside the app has none. */
    static Language inside(@Nullable Object attribute) {
        return attribute instanceof Language language ? language : Language.ENGLISH;
    }

    /** {@code {language:ofPage}}: the tag of the page's language, {@code de}. */
    @TemplateExtension(namespace = "language")
    static String ofPage(@TemplateAttribute(PAGE) Object page) {
        return inside(page).tag();
    }

    /** {@code {language:ofFrame}}: for parts of the frame, where its language differs from the page's. */
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

    /** {@code {language:chosen}}: the tag of the language that the reader chose; empty when their browser decides. */
    @TemplateExtension(namespace = "language")
    static String chosen() {
        RoutingContext request =
                Arc.container().instance(CurrentVertxRequest.class).get().getCurrent();
        return request == null ? "" : chosen(request).map(Language::tag).orElse("");
    }
}
