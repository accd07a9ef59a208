package hone.home;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.net.URI;

/** The bare address leads to today's work, by way of the sign-in. */
@Path("/")
@PermitAll
class StartResource {
    @GET
    public Response start() {
        return Response.seeOther(URI.create("/home")).build();
    }
}
