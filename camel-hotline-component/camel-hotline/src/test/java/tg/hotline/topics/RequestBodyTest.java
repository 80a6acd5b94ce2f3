package tg.hotline.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.junit.jupiter.api.Test;

class RequestBodyTest {

  private final RequestBody body = new RequestBody("{}".getBytes(StandardCharsets.UTF_8));
  private final Wire wire = new Wire();

  @Test
  void isSurelyNotSentWhenItIsWithdrawnFirst() {
    assertThat(body.withdraw()).isTrue();
    assertThatIOException().isThrownBy(() -> body.produce(wire));
    assertThat(wire.sent.size()).isZero();
    assertThat(body.withdraw()).as("still").isTrue();
  }

  @Test
  void mayBeSentOnceItWasLetOut() throws IOException {
    body.produce(wire);
    assertThat(body.withdraw()).isFalse();
    assertThat(body.withdraw()).as("still").isFalse();
    assertThat(wire.sent.toString(StandardCharsets.UTF_8)).isEqualTo("{}");
  }

  @Test
  void goesOnWhenTheWireTookOnlyAPart() throws IOException {
    wire.room = 1;
    body.produce(wire);
    body.produce(wire);
    assertThat(wire.sent.toString(StandardCharsets.UTF_8)).isEqualTo("{}");
  }

  private static final class Wire implements DataStreamChannel {
    final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    int room = Integer.MAX_VALUE;

    @Override
    public int write(ByteBuffer source) {
      int length = Math.min(room, source.remaining());
      byte[] bytes = new byte[length];
      source.get(bytes);
      sent.writeBytes(bytes);
      return length;
    }

    @Override
    public void requestOutput() {}

    @Override
    public void endStream() {}

    @Override
    public void endStream(List<? extends Header> trailers) {}
  }
}
