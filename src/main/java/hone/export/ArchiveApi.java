package hone.export;

import hone.labeler.ArrivePeople;
import hone.labeler.Role;
import hone.labeler.SignedIn;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestQuery;

/** Projects that another Hone wrote, from a program: the archive is the body. */
@Path("api/archives")
@RolesAllowed({Role.ADMIN, Role.PROGRAM})
@RunOnVirtualThread
class ArchiveApi {
    private final SignedIn me;
    private final TakeInProject takeIn;

    ArchiveApi(SignedIn me, TakeInProject takeIn) {
        this.me = me;
        this.takeIn = takeIn;
    }

    /** @param people {@code here} when user names mean the same people here as where the archive comes from */
    @POST
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    public TakenIn take(@RestQuery Optional<String> people, InputStream body) {
        return takeIn.read(body, names(people), Optional.of(me.id()));
    }

    static ArrivePeople.Names names(Optional<String> people) {
        return people.filter("here"::equals).isPresent() ? ArrivePeople.Names.OF_HERE : ArrivePeople.Names.OF_ELSEWHERE;
    }
}
