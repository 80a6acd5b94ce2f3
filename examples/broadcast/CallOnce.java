package tg.hotline.examples;

import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;

/**
 * Has HttpClient make each call once. By itself it repeats one after 429 and 503, a POST too, and
 * nobody would count the second message. Camel's own option for that is the component's, and would
 * be every route's.
 */
public final class CallOnce implements HttpClientConfigurer {

  @Override
  public void configureHttpClient(HttpClientBuilder client) {
    client.disableAutomaticRetries();
  }
}
