package tg.hotline.topics;

import java.io.IOException;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.client5.http.async.AsyncExecChainHandler;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.AsyncDataConsumer;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;

/**
 * Stands in HttpClient's chain where its protocol step does, which is there to answer challenges:
 * we send who we are unasked, and a request once, so all of that step is dear and for nothing.
 *
 * <p>Masks secrets in what HttpClient throws before it logs that at DEBUG: it quotes what it cannot
 * parse, and the answer may quote the request.
 */
final class OnePass implements AsyncExecChainHandler {

  /** A call's, which knows its secrets. */
  static final class Context extends HttpClientContext {
    private final Secrets secrets;

    Context(Secrets secrets) {
      this.secrets = secrets;
    }
  }

  @Override
  public void execute(
      HttpRequest request,
      AsyncEntityProducer body,
      AsyncExecChain.Scope scope,
      AsyncExecChain chain,
      AsyncExecCallback callback)
      throws HttpException, IOException {
    HttpRoute route = scope.route;
    if (route.getProxyHost() != null && !route.isTunnelled()) {
      ((BasicHttpRequest) request).setAbsoluteRequestUri(true); // a proxy must know where to
    }
    chain.proceed(
        request,
        body,
        scope,
        new AsyncExecCallback() {
          @Override
          public AsyncDataConsumer handleResponse(HttpResponse response, EntityDetails entity)
              throws HttpException, IOException {
            return callback.handleResponse(response, entity);
          }

          @Override
          public void handleInformationResponse(HttpResponse response)
              throws HttpException, IOException {
            callback.handleInformationResponse(response);
          }

          @Override
          public void completed() {
            callback.completed();
          }

          @Override
          public void failed(Exception cause) {
            callback.failed(
                scope.clientContext instanceof Context call ? call.secrets.mask(cause) : cause);
          }
        });
  }
}
