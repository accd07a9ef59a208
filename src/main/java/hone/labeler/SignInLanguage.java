package hone.labeler;

import hone.web.ReaderLanguage;
import io.quarkus.arc.Unremovable;
import io.quarkus.oidc.OidcRedirectFilter;
import io.quarkus.oidc.Redirect;
import jakarta.enterprise.context.ApplicationScoped;

/** Asks the identity provider to show its sign-in page in the language that the reader has chosen here. */
@ApplicationScoped
@Unremovable
@Redirect(Redirect.Location.OIDC_AUTHORIZATION)
class SignInLanguage implements OidcRedirectFilter {
    @Override
    public void filter(OidcRedirectContext context) {
        context.additionalQueryParams()
                .set("ui_locales", ReaderLanguage.of(context.routingContext()).tag());
    }
}
