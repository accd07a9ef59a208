package hone.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;

class HungUpTest {
    @Test
    void aSenderThatIsGoneIsKnownByWhatReadingItsBodyThrows() {
        assertThat(HungUp.is(new IOException(new ClosedChannelException()))).isTrue();
        assertThat(HungUp.is(
                        new UncheckedIOException(new IOException(new HttpClosedException("Connection was closed")))))
                .isTrue();
    }

    @Test
    void aFullDiskOrADamagedFileIsNoSenderThatIsGone() {
        assertThat(HungUp.is(new IOException("No space left on device"))).isFalse();
        assertThat(HungUp.is(new java.util.zip.ZipException("invalid LOC header")))
                .isFalse();
    }
}
