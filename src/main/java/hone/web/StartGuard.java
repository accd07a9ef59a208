package hone.web;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses to start in production mode when a publicly known secret would protect people's work. */
@ApplicationScoped
class StartGuard {
    private final Mode mode;
    private final ProductionRules rules;

    StartGuard(
            @ConfigProperty(name = "hone.mode") Mode mode,
            @ConfigProperty(name = "quarkus.oidc.credentials.secret") String appSecret,
            @ConfigProperty(name = "quarkus.oidc.token-state-manager.encryption-secret") String cookieSecret,
            @ConfigProperty(name = "hone.identity-url") String identityUrl,
            @ConfigProperty(name = "hone.demo-folder") Optional<String> demoFolder,
            @ConfigProperty(name = "hone.demo-archive") Optional<String> demoArchive,
            @ConfigProperty(name = "quarkus.oidc.authentication.cookie-force-secure", defaultValue = "false")
                    boolean secureSession,
            @ConfigProperty(name = "quarkus.rest-csrf.cookie-force-secure", defaultValue = "false") boolean secureForm,
            @ConfigProperty(name = "quarkus.http.proxy.proxy-address-forwarding", defaultValue = "false")
                    boolean believesForwardedHeaders,
            @ConfigProperty(name = "quarkus.http.proxy.trusted-proxies") Optional<List<String>> trustedProxies) {
        this.mode = mode;
        this.rules = new ProductionRules(
                appSecret,
                cookieSecret,
                identityUrl,
                demoFolder,
                demoArchive,
                secureSession && secureForm,
                believesForwardedHeaders,
                trustedProxies.orElse(List.of()));
    }

    /** Before anything else of ours starts. */
    void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start) {
        if (mode == Mode.DEMO) {
            return;
        }
        List<String> broken = rules.broken();
        if (!broken.isEmpty()) {
            throw new ConfigurationException("Hone does not start in production mode like this. "
                    + String.join(" ", broken) + " On a machine of your own, HONE_MODE=demo allows it.");
        }
    }
}
