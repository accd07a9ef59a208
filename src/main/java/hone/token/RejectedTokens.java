package hone.token;

import hone.web.Problem;
import io.quarkus.resteasy.reactive.server.runtime.exceptionmappers.AuthenticationFailedExceptionMapper;
import io.quarkus.security.AuthenticationFailedException;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Gives programs a body beside the challenge when their token is rejected; pages are answered by Quarkus as before. */
class RejectedTokens {
    private final AuthenticationFailedExceptionMapper quarkus = new AuthenticationFailedExceptionMapper();

    @ServerExceptionMapper
    Uni<Response> rejected(AuthenticationFailedException e, RoutingContext request) {
        return quarkus.handle(request, e)
                .map(answer -> TokenSignIn.isApi(request) && answer.getStatus() == 401
                        ? Response.fromResponse(answer)
                                .type(Problem.MEDIA_TYPE)
                                .entity(Problem.of(401, "Not signed in", TokenSignIn.detail(request), "", Map.of()))
                                .build()
                        : answer);
    }
}
