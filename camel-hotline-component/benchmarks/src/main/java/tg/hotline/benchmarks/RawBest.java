package tg.hotline.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.nio.entity.BasicAsyncEntityProducer;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * HttpClient 5 async as far as it goes: its own producers and consumers, JSON written and read
 * token by token. The limit for all who call by it.
 */
final class RawBest implements Side {

  private static final JsonFactory JSON = new JsonFactory();
  private static final Header TOKEN = new BasicHeader("X-API-KEY", Message.ACCESS_TOKEN);

  private final CloseableHttpAsyncClient client = Pools.client();
  private final URI url;

  RawBest(URI url) {
    this.url = url;
  }

  @Override
  public void send(Message message, Done done) throws IOException {
    BasicHttpRequest request = new BasicHttpRequest("POST", url);
    request.addHeader(TOKEN);
    var unused =
        client.execute(
            new BasicRequestProducer(
                request, new BasicAsyncEntityProducer(json(message), ContentType.APPLICATION_JSON)),
            new Consumer(),
            null,
            new Callback(done));
  }

  private static byte[] json(Message message) throws IOException {
    ByteArrayBuilder bytes = new ByteArrayBuilder(JSON._getBufferRecycler());
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("action", "incoming_in_topic");
      json.writeNumberField("user_id", message.userId());
      json.writeStringField("message", message.text());
      json.writeStringField("instance", Message.INSTANCE);
      json.writeStringField("api_key", Message.API_KEY);
      json.writeEndObject();
    }
    return bytes.getClearAndRelease();
  }

  private static @Nullable String result(byte[] body, int length) throws IOException {
    try (JsonParser json = JSON.createParser(body, 0, length)) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.FIELD_NAME && json.currentName().equals("result")) {
          return json.nextTextValue();
        }
      }
      return null;
    }
  }

  /** Keeps the body and nothing else. */
  private static final class Consumer implements AsyncResponseConsumer<Consumer> {
    private byte[] body = new byte[256];
    private int length;
    private @Nullable FutureCallback<Consumer> result;

    @Override
    public void consumeResponse(
        HttpResponse response,
        @Nullable EntityDetails entity,
        HttpContext context,
        FutureCallback<Consumer> result) {
      this.result = result;
      if (entity == null) {
        result.completed(this);
      } else if (entity.getContentLength() > body.length) {
        body = new byte[(int) entity.getContentLength()];
      }
    }

    @Override
    public void consume(ByteBuffer source) {
      int more = source.remaining();
      if (length + more > body.length) {
        body = java.util.Arrays.copyOf(body, Math.max(2 * body.length, length + more));
      }
      source.get(body, length, more);
      length += more;
    }

    @Override
    public void streamEnd(@Nullable List<? extends Header> trailers) {
      if (result != null) {
        result.completed(this);
      }
    }

    @Override
    public void updateCapacity(CapacityChannel capacity) throws IOException {
      capacity.update(Integer.MAX_VALUE);
    }

    @Override
    public void informationResponse(HttpResponse response, HttpContext context) {}

    @Override
    public void failed(Exception cause) {}

    @Override
    public void releaseResources() {}
  }

  private static final class Callback extends Ended<Consumer> {
    Callback(Done done) {
      super(done);
    }

    @Override
    @Nullable String result(Consumer answer) throws IOException {
      return RawBest.result(answer.body, answer.length);
    }
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
