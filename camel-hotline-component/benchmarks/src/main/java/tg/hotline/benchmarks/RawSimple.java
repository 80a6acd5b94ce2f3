package tg.hotline.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.core5.http.ContentType;
import org.jspecify.annotations.Nullable;

/** HttpClient 5 async by its simple API, with Jackson. */
final class RawSimple implements Side {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final CloseableHttpAsyncClient client = Pools.client();
  private final URI url;

  RawSimple(URI url) {
    this.url = url;
  }

  @Override
  public void send(Message message, Done done) throws IOException {
    SimpleHttpRequest request =
        SimpleRequestBuilder.post(url)
            .setHeader("X-API-KEY", Message.ACCESS_TOKEN)
            .setBody(MAPPER.writeValueAsBytes(message.fields()), ContentType.APPLICATION_JSON)
            .build();
    var unused =
        client.execute(
            request,
            new Ended<SimpleHttpResponse>(done) {
              @Override
              @Nullable String result(SimpleHttpResponse answer) throws IOException {
                return MAPPER.readTree(answer.getBodyBytes()).path("result").textValue();
              }
            });
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
