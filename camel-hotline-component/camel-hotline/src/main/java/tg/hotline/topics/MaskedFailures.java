package tg.hotline.topics;

import java.io.IOException;
import org.apache.hc.client5.http.async.AsyncExecCallback;
import org.apache.hc.client5.http.async.AsyncExecChain;
import org.apache.hc.client5.http.async.AsyncExecChainHandler;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncDataConsumer;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;

/**
 * Masks secrets in what HttpClient throws before it logs that at DEBUG: it quotes what it cannot
 * parse, and the answer may quote the request.
 */
final class MaskedFailures implements AsyncExecChainHandler {

  /** The context's attribute that holds the call's {@link Secrets}. */
  static final String SECRETS = Secrets.class.getName();

  @Override
  public void execute(
      HttpRequest request,
      AsyncEntityProducer body,
      AsyncExecChain.Scope scope,
      AsyncExecChain chain,
      AsyncExecCallback callback)
      throws HttpException, IOException {
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
                scope.clientContext.getAttribute(SECRETS) instanceof Secrets secrets
                    ? secrets.mask(cause)
                    : cause);
          }
        });
  }
}
