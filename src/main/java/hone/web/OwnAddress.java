package hone.web;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;

/** The address at which the reader reached Hone, for examples to copy. */
@Named("own")
@RequestScoped
public class OwnAddress {
    private final CurrentVertxRequest current;

    OwnAddress(CurrentVertxRequest current) {
        this.current = current;
    }

    /** For templates: {@code own.address}. */
    public String getAddress() {
        HttpServerRequest request = current.getCurrent().request();
        return request.scheme() + "://" + request.authority();
    }
}
