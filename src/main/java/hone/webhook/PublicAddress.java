package hone.webhook;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Tells public internet addresses from those of this machine, of private networks and of cloud metadata services. Source: IANA's
 * special-purpose address registries (RFC 6890 and updates).
 */
final class PublicAddress {
    private record Range(byte[] prefix, int bits) {
        boolean holds(byte[] address) {
            if (address.length != prefix.length) {
                return false;
            }
            int whole = bits / 8;
            if (!Arrays.equals(address, 0, whole, prefix, 0, whole)) {
                return false;
            }
            int rest = bits % 8;
            int mask = 0xff << 8 - rest & 0xff;
            return rest == 0 || (address[whole] & mask) == (prefix[whole] & mask);
        }
    }

    private static final List<Range> NOT_PUBLIC = List.of(
            range("0.0.0.0", 8),
            range("10.0.0.0", 8),
            range("100.64.0.0", 10),
            range("127.0.0.0", 8),
            range("169.254.0.0", 16),
            range("172.16.0.0", 12),
            range("192.0.0.0", 24),
            range("192.0.2.0", 24),
            range("192.88.99.0", 24),
            range("192.168.0.0", 16),
            range("198.18.0.0", 15),
            range("198.51.100.0", 24),
            range("203.0.113.0", 24),
            range("224.0.0.0", 4),
            range("240.0.0.0", 4),
            range("2001:0:0:0:0:0:0:0", 23),
            range("2001:db8:0:0:0:0:0:0", 32),
            range("3fff:0:0:0:0:0:0:0", 20));

    /** All allocated IPv6 addresses; those that embed an IPv4 address are judged by that address. */
    private static final Range GLOBAL_UNICAST = range("2000:0:0:0:0:0:0:0", 3);

    private static final Range SIX_TO_FOUR = range("2002:0:0:0:0:0:0:0", 16);
    private static final Range NAT64 = range("64:ff9b:0:0:0:0:0:0", 96);

    private PublicAddress() {}

    static boolean is(InetAddress address) {
        return switch (address) {
            case Inet4Address four -> isOutside(four.getAddress());
            case Inet6Address six -> isPublic(six.getAddress());
            default -> false;
        };
    }

    private static boolean isPublic(byte[] six) {
        if (NAT64.holds(six)) {
            return isOutside(Arrays.copyOfRange(six, 12, 16));
        }
        if (SIX_TO_FOUR.holds(six)) {
            return isOutside(Arrays.copyOfRange(six, 2, 6));
        }
        return GLOBAL_UNICAST.holds(six) && isOutside(six);
    }

    private static boolean isOutside(byte[] address) {
        return NOT_PUBLIC.stream().noneMatch(range -> range.holds(address));
    }

    private static Range range(String prefix, int bits) {
        try {
            return new Range(InetAddress.getByName(prefix).getAddress(), bits); // a literal needs no name server
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
