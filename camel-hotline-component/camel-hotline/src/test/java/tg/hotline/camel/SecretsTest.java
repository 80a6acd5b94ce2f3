package tg.hotline.camel;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.test.junit5.TestExecutionConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.Seed;
import tg.hotline.topics.Credentials;
import tg.hotline.topics.Proxy;

/** Looks for the secrets wherever somebody who may not know them could look. */
class SecretsTest extends HotlineTestSupport {

  private static final String IN_THE_URI =
      "&accessToken=%s&instance=%s&apiKey=%s"
          .formatted(Seed.ACCESS_TOKEN, Seed.INSTANCE, Seed.API_KEY);
  private static final String[] SECRETS = {Seed.ACCESS_TOKEN, Seed.API_KEY};

  private final List<String> log = new CopyOnWriteArrayList<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final AppenderBase<ILoggingEvent> everything =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          log.add(
              event.getLoggerName()
                  + " "
                  + event.getFormattedMessage()
                  + ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
      };

  @Override
  public void configureTest(TestExecutionConfiguration configuration) {
    super.configureTest(configuration);
    configuration.withJMX(true);
  }

  @BeforeEach
  void listen() {
    everything.start();
    root.addAppender(everything);
    root.setLevel(Level.TRACE);
  }

  @AfterEach
  void stopListening() {
    root.setLevel(Level.INFO);
    root.detachAppender(everything);
  }

  private Exchange send(String options) {
    return template.request(
        "hotline:send?maxRetries=0&userId=" + Seed.USER_ID + options,
        exchange -> exchange.getMessage().setBody("hello"));
  }

  @Test
  void showNowhereInTheLog() {
    send("");
    sandbox().answerNext(Answer.status(403));
    send("");
    sandbox().answerNext(Answer.cut());
    send("");
    sandbox()
        .answerNext(
            Answer.raw(422, "application/json", "{\"hint\":\"{\\\"" + Seed.API_KEY + "\\\"\"}"));
    send("");

    assertThat(log)
        .as("the HTTP client speaks at this level")
        .anyMatch(line -> line.startsWith("org.apache.hc.client5.http.headers"))
        .anyMatch(line -> line.contains("X-API-KEY: ***"));
    assertThat(log)
        .as("a dump of what goes over the wire, in pieces that no search for a secret finds")
        .noneMatch(line -> line.startsWith("org.apache.hc.client5.http.wire"));
    assertThat(log).noneMatch(line -> line.contains(Seed.ACCESS_TOKEN));
    assertThat(log).noneMatch(line -> line.contains(Seed.API_KEY));
  }

  @Test
  void showInNoException() {
    sandbox()
        .answerNext(
            Answer.raw(
                422,
                "application/json",
                "{\"hint\":\"" + Seed.ACCESS_TOKEN + " " + Seed.API_KEY + "\"}"));

    StringWriter trace = new StringWriter();
    send("").getException().printStackTrace(new PrintWriter(trace));

    assertThat(trace.toString()).contains("HTTP 422", "***").doesNotContain(SECRETS);
  }

  @Test
  void showInNoUriOrString() {
    send(IN_THE_URI);

    assertThat(context.getEndpoints()).isNotEmpty();
    for (Endpoint endpoint : context.getEndpoints()) {
      assertThat(endpoint.toString()).doesNotContain(SECRETS);
    }
    HotlineComponent component = context.getComponent("hotline", HotlineComponent.class);
    assertThat(component.getConfiguration().toString()).doesNotContain(SECRETS);
    HotlineConnection connection = new HotlineConnection();
    connection.setAccessToken(Seed.ACCESS_TOKEN);
    connection.setInstance(Seed.INSTANCE);
    connection.setApiKey(Seed.API_KEY);
    assertThat(connection.toString()).contains(Seed.INSTANCE).doesNotContain(SECRETS);
    assertThat(new Credentials(Seed.ACCESS_TOKEN, Seed.INSTANCE, Seed.API_KEY).toString())
        .contains(Seed.INSTANCE)
        .doesNotContain(SECRETS);
    assertThat(new Proxy("host", 8080, "somebody", "proxys-secret").toString())
        .isEqualTo("Proxy[host:8080]");
  }

  @Test
  void showNowhereInJmx() throws Exception {
    send(IN_THE_URI);
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    int attributes = 0;
    ObjectName all =
        new ObjectName("org.apache.camel:context=" + context.getManagementName() + ",*");
    for (ObjectName name : server.queryNames(all, null)) {
      assertThat(name.toString()).doesNotContain(SECRETS);
      for (MBeanAttributeInfo info : server.getMBeanInfo(name).getAttributes()) {
        if (info.isReadable()) {
          attributes++;
          assertThat(String.valueOf(server.getAttribute(name, info.getName())))
              .as(name + " " + info.getName())
              .doesNotContain(SECRETS);
        }
      }
    }
    assertThat(attributes).isGreaterThan(100);
  }
}
