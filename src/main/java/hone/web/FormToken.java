package hone.web;

import io.quarkus.csrf.reactive.runtime.CsrfTokenParameterProvider;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;

/**
 * Whether this page can hold forms. A request that is refused before the token's filter has run has none, and its error page goes
 * without the account menu instead of breaking.
 */
@Named("formToken")
@RequestScoped
public class FormToken {
    private final CsrfTokenParameterProvider token;

    FormToken(CsrfTokenParameterProvider token) {
        this.token = token;
    }

    /** For templates: {@code inject:formToken.there}. */
    public boolean isThere() {
        try {
            return !token.getToken().isEmpty();
        } catch (IllegalStateException e) {
            return false;
        }
    }
}
