package hone.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.core.multipart.MultipartParser;
import org.jboss.resteasy.reactive.server.handlers.FormBodyHandler;

/** The one place where an exception becomes an answer: a page for people, problem+json for programs. Never a stack trace. */
class Errors {
    private static final Logger LOG = Logger.getLogger(Errors.class);

    private static final int TOO_LARGE = 413;

    /** About what a restart takes. */
    private static final String DATABASE_BACK_SECONDS = "10";

    /** {@code status} selects the sentences in the message bundle: 400, 403, 404, 409, 413, 415, 500, 503. */
    @CheckedTemplate(basePath = "web")
    static class Templates {
        static native TemplateInstance error(int status, String detail, String reference);

        static native TemplateInstance bare(int status, String detail, String reference);
    }

    @ServerExceptionMapper
    Response notFound(NotFound e, UriInfo uri, HttpHeaders headers) {
        return answer(404, "Not found", "", "", Map.of(), uri, headers);
    }

    @ServerExceptionMapper
    Response conflict(Conflict e, UriInfo uri, HttpHeaders headers) {
        return answer(409, "Conflict", e.sentence(), "", Map.of(), uri, headers);
    }

    @ServerExceptionMapper
    Response invalid(Invalid e, UriInfo uri, HttpHeaders headers) {
        return answer(400, "Invalid input", e.sentence(), "", e.fields(), uri, headers);
    }

    @ServerExceptionMapper
    Response refused(Refused e, UriInfo uri, HttpHeaders headers, RoutingContext request) {
        if (e.status() == TOO_LARGE) {
            // Nobody reads the rest of it.
            request.addEndHandler(done -> request.request().connection().close());
        }
        return answer(e.status(), e.title(), e.sentence(), "", Map.of(), uri, headers);
    }

    @ServerExceptionMapper
    Response busy(Busy e, UriInfo uri, HttpHeaders headers) {
        return later(e.retryAfterSeconds(), answer(503, "Busy", e.sentence(), "", Map.of(), uri, headers));
    }

    private static Response later(String seconds, Response answer) {
        return Response.fromResponse(answer)
                .header(HttpHeaders.RETRY_AFTER, seconds)
                .build();
    }

    /** JSON that does not match the expected shape: names the field, without repeating what was sent. */
    @ServerExceptionMapper
    Response mismatched(MismatchedInputException e, UriInfo uri, HttpHeaders headers) {
        JsonFault fault = JsonFault.of(e);
        return answer(400, "Invalid input", fault.sentence(), "", fault.fields(), uri, headers);
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException e, UriInfo uri, HttpHeaders headers) {
        return answer(403, "Not allowed", "", "", Map.of(), uri, headers);
    }

    @ServerExceptionMapper
    Response web(WebApplicationException e, UriInfo uri, HttpHeaders headers) {
        int status = e.getResponse().getStatus();
        if (status < 400) {
            return e.getResponse();
        }
        if (e.getCause() instanceof JsonProcessingException json) {
            JsonFault fault = JsonFault.of(json);
            return answer(400, "Invalid input", fault.sentence(), "", fault.fields(), uri, headers);
        }
        if (status >= 500) {
            return unexpected(e, uri, headers);
        }
        return answer(status, e.getResponse().getStatusInfo().getReasonPhrase(), "", "", Map.of(), uri, headers);
    }

    /** A body that is cut short or malformed, or a full disk: the log says which, but not what the body held. */
    @ServerExceptionMapper
    Response unreadable(IOException e, UriInfo uri, HttpHeaders headers) {
        LOG.warnf("a request could not be read: %s", e.getClass().getName());
        return unreadable(uri, headers);
    }

    /** A multipart form whose parts can't be parsed. */
    @ServerExceptionMapper
    Response malformed(MultipartParser.MalformedMessageException e, UriInfo uri, HttpHeaders headers) {
        return unreadable(uri, headers);
    }

    /**
     * Broken percent-encoding, unknown charsets, far too many fields: the form parser throws whatever exception it likes, and
     * the messages contain what the user typed.
     */
    private static boolean isOfReadingForms(RuntimeException e) {
        return Arrays.stream(e.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(FormBodyHandler.class.getName()));
    }

    private static Response unreadable(UriInfo uri, HttpHeaders headers) {
        return answer(
                400,
                "Unreadable request",
                "The request could not be read to its end. Nothing of it was stored: send it again.",
                "",
                Map.of(),
                uri,
                headers);
    }

    @ServerExceptionMapper
    Response unexpected(RuntimeException e, UriInfo uri, HttpHeaders headers) {
        if (e instanceof UnauthorizedException || e instanceof AuthenticationFailedException) {
            throw e; // The identity layer answers: sign-in page or 401.
        }
        if (isOfReadingForms(e)) {
            return unreadable(uri, headers);
        }
        if (DatabaseDown.isCauseOf(e)) {
            LOG.warnf("%s: the database is away: %s", uri.getRequestUri().getRawPath(), e.getMessage());
            return later(DATABASE_BACK_SECONDS, answer(503, "The database is away", "", "", Map.of(), uri, headers));
        }
        String reference = UUID.randomUUID().toString().substring(0, 8);
        LOG.errorf(e, "reference %s: %s", reference, uri.getRequestUri().getRawPath());
        return answer(500, "Unexpected error", "", reference, Map.of(), uri, headers);
    }

    private static Response answer(
            int status,
            String title,
            String detail,
            String reference,
            Map<String, String> fields,
            UriInfo uri,
            HttpHeaders headers) {
        boolean program = uri.getPath().startsWith("/api/")
                || headers.getAcceptableMediaTypes().stream().anyMatch(MediaType.APPLICATION_JSON_TYPE::equals);
        if (program) {
            return Response.status(status)
                    .type(Problem.MEDIA_TYPE)
                    .entity(Problem.of(status, title, detail, reference, fields))
                    .build();
        }
        return Response.status(status)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("utf-8"))
                .entity(page(status, detail, reference))
                .build();
    }

    /** A request that was refused before its session and form token were checked can't have the frame around its error page. */
    private static String page(int status, String detail, String reference) {
        try {
            return Templates.error(status, detail, reference).render();
        } catch (RuntimeException e) {
            LOG.debugf(e, "an answer %d goes without the frame", status);
            return Templates.bare(status, detail, reference).render();
        }
    }
}
