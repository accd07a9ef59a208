package hone.web;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells networks that no proxy of one's own fills: whoever is in them could name any address as theirs. */
final class WideProxy {
    private static final Pattern NETWORK = Pattern.compile("(.+)/(\\d{1,3})");
    private static final int BITS_MIN_V4 = 8;
    private static final int BITS_MIN_V6 = 16;

    private WideProxy() {}

    static boolean is(String proxy) {
        String named = proxy.strip();
        Matcher network = NETWORK.matcher(named);
        if (!network.matches()) {
            // A mask instead of a length, a star or nothing at all is no address that could be checked here.
            return named.isEmpty() || named.contains("/") || named.contains("*");
        }
        int bits = Integer.parseInt(network.group(2));
        return bits < (network.group(1).contains(":") ? BITS_MIN_V6 : BITS_MIN_V4);
    }
}
