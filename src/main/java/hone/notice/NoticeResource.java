package hone.notice;

import hone.labeler.Role;
import hone.labeler.SignedIn;
import hone.web.NotFound;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** One's own notices. Each is opened by an address of its own, which marks it as read and leads on. */
@Path("/notices")
@RolesAllowed({Role.LABELER, Role.REVIEWER, Role.ADMIN})
@RunOnVirtualThread
class NoticeResource {
    private static final String HTML = "text/html;charset=utf-8";

    private final SignedIn me;
    private final Notices notices;

    NoticeResource(SignedIn me, Notices notices) {
        this.me = me;
        this.notices = notices;
    }

    @CheckedTemplate(basePath = "notice")
    static class Templates {
        static native TemplateInstance notices(Shown page);

        static native TemplateInstance bell();
    }

    /** @param further the last notice of this page if there are older ones */
    record Shown(List<Notice> notices, Optional<UUID> further, boolean first) {
        public boolean isAnyUnread() {
            return notices.stream().anyMatch(Notice::unread);
        }
    }

    @GET
    @Produces(HTML)
    public String list(@RestQuery @Nullable UUID before) {
        List<Notice> read = notices.of(me.id(), Optional.ofNullable(before));
        List<Notice> shown = read.stream().limit(Notices.PAGE).toList();
        Optional<UUID> further =
                read.size() > shown.size() ? Optional.of(shown.getLast().id()) : Optional.empty();
        return Templates.notices(new Shown(shown, further, before == null)).render();
    }

    /** The bell alone: pages that stay open look at it once a minute. */
    @GET
    @Path("unread")
    @Produces(HTML)
    public String unread() {
        return Templates.bell().render();
    }

    @GET
    @Path("{notice}")
    public Response open(UUID notice) {
        return notices.open(notice, me.id(), Instant.now())
                .map(address -> Response.seeOther(URI.create(address)).build())
                .orElseThrow(() -> new NotFound("notice " + notice));
    }

    @POST
    @Path("read")
    public Response readAll() {
        notices.readAll(me.id(), Instant.now());
        return Response.seeOther(URI.create("/notices")).build();
    }
}
