package tg.hotline.topics;

import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.DefaultAuthenticationStrategy;
import org.apache.hc.client5.http.impl.DefaultConnectionKeepAliveStrategy;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.async.AsyncConnectExec;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClientBuilder;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManager;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequestInterceptor;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpProcessorBuilder;
import org.apache.hc.core5.http.protocol.RequestTargetHost;
import org.apache.hc.core5.http.protocol.RequestUserAgent;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes HttpClients that write a request once and keep secrets to themselves. Their own retries,
 * redirects, cookies and answers to challenges are off: by default they post a second time on 429
 * and 503.
 */
final class HttpClientFactory {

  /** n8n says {@code Keep-Alive: timeout=5} and closes about 6 s after the last answer. */
  private static final TimeValue LONGEST_IDLE = TimeValue.ofSeconds(4);

  private static final Logger LOG = LoggerFactory.getLogger(HttpClientFactory.class);
  private static final String USER_AGENT = "camel-hotline";

  private HttpClientFactory() {}

  static PoolingAsyncClientConnectionManager connections(HttpTransport.Settings settings) {
    Timeout connect = Timeout.of(settings.connectTimeout());
    ClientTlsStrategyBuilder tls =
        ClientTlsStrategyBuilder.create()
            // The default leaves it to the JDK alone and, in 5.5, forgets to ask it.
            .setHostVerificationPolicy(HostnameVerificationPolicy.BOTH);
    SSLContext given = settings.sslContext();
    if (given == null) {
      tls.useSystemProperties();
    } else {
      tls.setSslContext(given);
    }
    return PoolingAsyncClientConnectionManagerBuilder.create()
        // The gate bounds the calls, so the pool need not queue them a second time.
        .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
        .setConnPoolPolicy(PoolReusePolicy.LIFO)
        .setMaxConnPerRoute(Integer.MAX_VALUE)
        .setDefaultConnectionConfig(ConnectionConfig.custom().setConnectTimeout(connect).build())
        .setDefaultTlsConfig(
            TlsConfig.custom()
                .setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1)
                .setHandshakeTimeout(connect)
                .build())
        .setTlsStrategy(tls.buildAsync())
        .build();
  }

  static CloseableHttpAsyncClient client(
      HttpTransport.Settings settings, PoolingAsyncClientConnectionManager connections) {
    HttpAsyncClientBuilder client =
        HttpAsyncClients.custom()
            .setConnectionManager(connections)
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setConnectionRequestTimeout(Timeout.of(settings.connectTimeout()))
                    .setResponseTimeout(Timeout.DISABLED) // each call has a timer of its own
                    // n8n hangs for good on an Upgrade header.
                    .setProtocolUpgradeEnabled(false)
                    .setAuthenticationEnabled(false)
                    .build())
            .setKeepAliveStrategy(HttpClientFactory::idleTime)
            .setHttp1Config(
                Http1Config.custom().setMaxLineLength(16_384).setMaxHeaderCount(200).build())
            .setUserAgent(USER_AGENT)
            // They carry tens of thousands of calls a second; the default is one for each core.
            .setIOReactorConfig(IOReactorConfig.custom().setIoThreadCount(2).build())
            // The default decorator logs every byte at DEBUG, secrets included.
            .setIoSessionDecorator(session -> session)
            // What breaks in the end breaks a call too, which tells of it.
            .setIoReactorExceptionCallback(
                e -> LOG.debug("HttpClient's I/O failed: {}", e.getClass().getName()))
            .replaceExecInterceptor(ChainElement.PROTOCOL.name(), new OnePass())
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableConnectionState(); // no connection is one user's
    Proxy proxy = settings.proxy();
    if (proxy != null) {
      client.setProxy(new HttpHost(proxy.host(), proxy.port()));
      client.replaceExecInterceptor(ChainElement.CONNECT.name(), connect(proxy));
    }
    return client.build();
  }

  /** The usual step, but the request for a tunnel says at once who we are, and not to the log. */
  private static AsyncConnectExec connect(Proxy proxy) {
    SecretHeader authorization = proxy.authorization();
    return new AsyncConnectExec(
        HttpProcessorBuilder.create()
            .add(new RequestTargetHost())
            .add(new RequestUserAgent(USER_AGENT))
            .add(
                (HttpRequestInterceptor)
                    (request, entity, context) -> {
                      if (authorization != null) {
                        request.setHeader(authorization);
                      }
                    })
            .build(),
        DefaultAuthenticationStrategy.INSTANCE,
        DefaultSchemePortResolver.INSTANCE,
        true);
  }

  private static TimeValue idleTime(HttpResponse response, HttpContext context) {
    TimeValue said =
        DefaultConnectionKeepAliveStrategy.INSTANCE.getKeepAliveDuration(response, context);
    return TimeValue.isPositive(said) ? said.min(LONGEST_IDLE) : LONGEST_IDLE;
  }
}
