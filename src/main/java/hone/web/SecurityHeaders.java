package hone.web;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * What a page may do: load nothing but our own files. {@code form-action} also covers redirects of a submitted form, so a POST
 * after the session has ended must be allowed to reach the sign-in page of the identity provider.
 */
class SecurityHeaders {
    private final String policy;

    SecurityHeaders(@ConfigProperty(name = "hone.identity-url") String issuer) {
        URI uri = URI.create(issuer);
        String identityProvider = uri.getScheme() + "://" + uri.getAuthority();
        policy = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; form-action 'self' "
                + identityProvider;
    }

    @ServerResponseFilter
    void add(ContainerRequestContext request, ContainerResponseContext response) {
        response.getHeaders().putSingle("Content-Security-Policy", policy);
        MediaType type = response.getMediaType();
        if (type != null && type.isCompatible(MediaType.TEXT_HTML_TYPE)) {
            response.getHeaders().putSingle("Cache-Control", "no-store");
        }
    }
}
