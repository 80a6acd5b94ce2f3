package tg.hotline.examples.jms;

import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** A broker in this JVM that keeps its messages on disk, and whoever writes and reads them. */
class Broker {

  private final EmbeddedActiveMQ server = new EmbeddedActiveMQ();
  private final String url;

  Broker(Path folder) throws Exception {
    url = "tcp://127.0.0.1:" + freePort();
    Configuration configuration =
        new ConfigurationImpl()
            .setSecurityEnabled(false)
            .setJMXManagementEnabled(false)
            .setBindingsDirectory(folder.resolve("bindings").toString())
            .setJournalDirectory(folder.resolve("journal").toString())
            .setLargeMessagesDirectory(folder.resolve("large").toString())
            .setPagingDirectory(folder.resolve("paging").toString())
            .addAcceptorConfiguration("tcp", url)
            // As the README's broker.xml says, but sooner.
            .addAddressSetting(
                "hotline.messages",
                new AddressSettings().setRedeliveryDelay(200).setMaxDeliveryAttempts(-1));
    server.setConfiguration(configuration).start();
  }

  String url() {
    return url;
  }

  /** Puts a message into the queue that the route reads. */
  void send(String text) throws Exception {
    try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url);
        JMSContext jms = factory.createContext()) {
      jms.createProducer().send(jms.createQueue("hotline.messages"), text);
    }
  }

  /** Takes the next message from a queue. */
  Message take(String queue, Duration timeout) throws Exception {
    try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url);
        JMSContext jms = factory.createContext()) {
      Message message = jms.createConsumer(jms.createQueue(queue)).receive(timeout.toMillis());
      if (message == null) {
        throw new AssertionError("nothing in " + queue);
      }
      return message;
    }
  }

  /** Messages that are not acknowledged yet. */
  long count(String queue) {
    var found = server.getActiveMQServer().locateQueue(SimpleString.of(queue));
    return found == null ? 0 : found.getMessageCount();
  }

  void stop() throws Exception {
    server.stop();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
