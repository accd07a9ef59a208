package hone.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hone.web.Invalid;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing inward is reached, whatever it is called. */
class TargetsTest {
    private final Targets strict = new Targets(false, host -> List.of(InetAddress.getAllByName(host)));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.9.9.9",
                "0.0.0.0",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "100.127.255.255",
                "192.0.0.192",
                "198.18.0.1",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "fe80::1",
                "fc00::1",
                "fd00:ec2::254",
                "ff02::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "2002:a00:1::",
                "64:ff9b::7f00:1",
                "64:ff9b::a9fe:a9fe",
                "100::1",
                "2001::1",
                "3fff::1"
            })
    void aPrivateAddressIsRefused(String address) {
        String host = address.contains(":") ? "[" + address + "]" : address;

        assertThatThrownBy(() -> strict.resolved(URI.create("https://" + host + "/hook")))
                .isInstanceOf(Targets.Refused.class)
                .hasMessageContaining("private address");
    }

    /** Numbers that some read as addresses are looked at as what they lead to. */
    @ParameterizedTest
    @ValueSource(strings = {"2130706433", "localhost"})
    void soIsOneThatIsWrittenOtherwise(String host) {
        assertThatThrownBy(() -> strict.resolved(URI.create("https://" + host + "/hook")))
                .isInstanceOf(Targets.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "172.32.0.1",
                "100.128.0.1",
                "2606:4700:4700::1111",
                "64:ff9b::808:808",
                "2002:808:808::"
            })
    void aPublicOneIsNot(String address) throws UnknownHostException {
        assertThat(PublicAddress.is(InetAddress.getByName(address))).isTrue();
    }

    @Test
    void ofSeveralAddressesOfANameAllMustBePublic() {
        Targets half = new Targets(
                false, host -> List.of(InetAddress.getByName("1.1.1.1"), InetAddress.getByName("10.0.0.1")));

        assertThatThrownBy(() -> half.resolved(URI.create("https://half.example/hook")))
                .isInstanceOf(Targets.Refused.class);
    }

    @Test
    void theConnectionGoesToTheAddressThatWasLookedAtWhateverTheNameServerSaysNext() {
        Deque<String> answers = new ArrayDeque<>(List.of("1.1.1.1", "127.0.0.1"));
        Targets changing = new Targets(false, host -> List.of(InetAddress.getByName(answers.removeFirst())));

        Targets.Target target = changing.resolved(URI.create("https://changing.example/hook?a=b"));

        assertThat(target.address().getAddress().getHostAddress()).isEqualTo("1.1.1.1");
        assertThat(target.address().getPort()).isEqualTo(443);
        assertThat(target.host()).isEqualTo("changing.example");
        assertThat(target.pathAndQuery()).isEqualTo("/hook?a=b");
        assertThat(answers).as("asked once").hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://example.com",
                "ftp://example.com",
                "https://",
                "https:///path",
                "https://user:pass@example.com",
                "https://example.com/#part",
                "not a url",
                "https://127.1/hook",
                "//example.com",
                "javascript:alert(1)",
                "file:///etc/passwd"
            })
    void whatIsNoHttpsUrlIsRefusedInWords(String typed) {
        assertThatThrownBy(() -> strict.checked(typed)).isInstanceOf(Invalid.class);
    }

    @Test
    void theOperatorMayAllowTheirOwnNetworkAndPlainHttp() {
        Targets open = new Targets(true, host -> List.of(InetAddress.getAllByName(host)));

        assertThatCode(() -> open.resolved(open.checked("http://127.0.0.1:8099/hook")))
                .doesNotThrowAnyException();
    }

    @Test
    void aNameThatNobodyKnowsIsToldAsThat() {
        Targets lost = new Targets(false, host -> {
            throw new UnknownHostException(host);
        });

        assertThatThrownBy(() -> lost.resolved(URI.create("https://nobody.example/")))
                .hasMessageContaining("No name server knows nobody.example");
    }
}
