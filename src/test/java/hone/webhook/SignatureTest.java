package hone.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignatureTest {
    /** The example of the libraries of Standard Webhooks. */
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final Instant AT = Instant.ofEpochSecond(1614265330);
    private static final String BODY = "{\"test\": 2432232314}";
    private static final String SIGNED = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    @Test
    void itIsTheOneThatTheirLibrariesExpect() {
        assertThat(Signature.of(ID, AT, BODY, List.of(SECRET))).isEqualTo(SIGNED);
    }

    @Test
    void whileAnOldSecretHoldsBothSign() {
        String other = Signature.newSecret();

        String both = Signature.of(ID, AT, BODY, List.of(other, SECRET));

        assertThat(both).endsWith(" " + SIGNED).startsWith("v1,");
        assertThat(other).matches("whsec_[A-Za-z0-9+/]{43}=");
    }
}
