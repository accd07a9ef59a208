package hone.webhook;

import hone.web.Invalid;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;

/**
 * Decides where webhooks may be sent: not to private networks. A host name is resolved once per attempt, all its addresses are
 * checked, and the connection goes to a checked address, so that a name server can't give another answer in between.
 */
@ApplicationScoped
class Targets {
    private static final int URL_CHARACTERS_MAX = 2000;

    private final boolean privateTargets;
    private final Names names;

    /** Resolves host names. */
    interface Names {
        List<InetAddress> of(String host) throws UnknownHostException;
    }

    /** The target must not be contacted. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refused(String sentence) {
            super(sentence);
        }
    }

    @Inject
    Targets(WebhookConfig config) {
        this(config.privateTargets(), host -> List.of(InetAddress.getAllByName(host)));
    }

    Targets(boolean privateTargets, Names names) {
        this.privateTargets = privateTargets;
        this.names = names;
    }

    /**
     * A checked target.
     *
     * @param address to connect to
     * @param host as in the URL, for the certificate and the Host header
     */
    record Target(URI url, String host, boolean secure, InetSocketAddress address) {
        String pathAndQuery() {
            String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
            return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
        }
    }

    /** @throws Invalid if the URL can't be a target, wherever its name leads */
    URI checked(String typed) {
        if (typed.isEmpty() || typed.length() > URL_CHARACTERS_MAX) {
            throw Invalid.field(
                    "url", "A URL of up to " + URL_CHARACTERS_MAX + " characters, such as https://example.com/hone.");
        }
        URI url = parsed(typed);
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !(privateTargets && scheme.equals("http"))) {
            throw Invalid.field("url", "Use https, so that messages can’t be read on the way.");
        }
        if (url.getHost() == null || url.getRawUserInfo() != null || url.getRawFragment() != null) {
            throw Invalid.field("url", "A URL with a host and without a password, such as https://example.com/hone.");
        }
        return url;
    }

    private static URI parsed(String typed) {
        try {
            return new URI(typed);
        } catch (URISyntaxException e) {
            throw Invalid.field("url", "This is not a URL such as https://example.com/hone.");
        }
    }

    /**
     * Resolves and checks the target for one attempt.
     *
     * @throws Refused if the name is unknown or leads to a private address
     */
    Target resolved(URI url) {
        String host = url.getHost();
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        List<InetAddress> addresses;
        try {
            addresses = names.of(bare);
        } catch (UnknownHostException e) {
            throw new Refused("No name server knows " + host + ".");
        }
        if (!privateTargets && !addresses.stream().allMatch(PublicAddress::is)) {
            throw new Refused(host + " leads to a private address, where no webhooks are sent.");
        }
        boolean secure = url.getScheme().equalsIgnoreCase("https");
        int port = url.getPort() >= 0 ? url.getPort() : secure ? 443 : 80;
        return new Target(url, bare, secure, new InetSocketAddress(addresses.getFirst(), port));
    }
}
