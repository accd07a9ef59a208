package hone.web;

import io.quarkus.csrf.reactive.runtime.CsrfTokenParameterProvider;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;

/**
 * Whether this page can contain forms. A request that is refused before the token filter has run has no token, and its error
 * page is shown without the account menu instead of breaking.
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
