package hone.web;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/**
 * No connection is switched to HTTP/2 without TLS, as some clients offer with their first request: the body of that request would be
 * taken into memory as fast as it comes, however slowly it is read, and a file of two gigabytes would end the app. Proxies speak
 * HTTP/1.1 to us.
 */
@Singleton
class OnlyHttp1 implements HttpServerOptionsCustomizer {
    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setHttp2ClearTextEnabled(false);
    }
}
