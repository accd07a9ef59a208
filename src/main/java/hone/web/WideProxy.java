package hone.web;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Detects networks too wide to hold only one's own proxies: anybody in them could claim any address. */
final class WideProxy {
    private static final Pattern NETWORK = Pattern.compile("(.+)/(\\d{1,3})");
    private static final int BITS_MIN_V4 = 8;
    private static final int BITS_MIN_V6 = 16;

    private WideProxy() {}

    static boolean is(String proxy) {
        String named = proxy.strip();
        Matcher network = NETWORK.matcher(named);
        if (!network.matches()) {
            // A mask instead of a prefix length, a star or nothing at all: not an address that could be checked here.
            return named.isEmpty() || named.contains("/") || named.contains("*");
        }
        int bits = Integer.parseInt(network.group(2));
        return bits < (network.group(1).contains(":") ? BITS_MIN_V6 : BITS_MIN_V4);
    }
}
