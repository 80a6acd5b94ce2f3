package tg.hotline.examples.jms;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.postoffice.RoutingStatus;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.server.impl.AckReason;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.jspecify.annotations.Nullable;

/** A broker in this JVM that keeps its messages on disk, and whoever writes and reads them. */
class Broker {

  private final EmbeddedActiveMQ server = new EmbeddedActiveMQ();
  private final String url;
  private final Map<Long, Set<String>> transactions = new ConcurrentHashMap<>();

  Broker(Path folder) throws Exception {
    Configuration configuration =
        new ConfigurationImpl()
            .setSecurityEnabled(false)
            .setJMXManagementEnabled(false)
            .setBindingsDirectory(folder.resolve("bindings").toString())
            .setJournalDirectory(folder.resolve("journal").toString())
            .setLargeMessagesDirectory(folder.resolve("large").toString())
            .setPagingDirectory(folder.resolve("paging").toString())
            .addAcceptorConfiguration("tcp", "tcp://127.0.0.1:0")
            // As the README's broker.xml says, but sooner.
            .addAddressSetting(
                "hotline.messages",
                new AddressSettings().setRedeliveryDelay(200).setMaxDeliveryAttempts(-1));
    configuration.registerBrokerPlugin(new Transactions());
    server.setConfiguration(configuration).start();
    int port = server.getActiveMQServer().getRemotingService().getAcceptor("tcp").getActualPort();
    url = "tcp://127.0.0.1:" + port;
  }

  String url() {
    return url;
  }

  /** Puts a message into the queue that the route reads. */
  void send(String text) throws Exception {
    send((producer, queue) -> producer.send(queue, text));
  }

  void send(BiConsumer<JMSProducer, Queue> message) throws Exception {
    try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url);
        JMSContext jms = factory.createContext()) {
      message.accept(jms.createProducer(), jms.createQueue("hotline.messages"));
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

  /** What each transaction so far has taken from a queue, and put into one. */
  Collection<Set<String>> transactions() {
    return transactions.values();
  }

  void stop() throws Exception {
    server.stop();
  }

  private final class Transactions implements ActiveMQServerMessagePlugin {

    @Override
    public void afterSend(
        ServerSession session,
        @Nullable Transaction transaction,
        org.apache.activemq.artemis.api.core.Message message,
        boolean direct,
        boolean noAutoCreateQueue,
        RoutingStatus result) {
      note(transaction, "put into " + message.getAddress());
    }

    @Override
    public void messageAcknowledged(
        @Nullable Transaction transaction,
        MessageReference message,
        AckReason reason,
        ServerConsumer consumer) {
      note(transaction, "taken from " + message.getQueue().getName());
    }

    private void note(@Nullable Transaction transaction, String what) {
      if (transaction != null) {
        transactions
            .computeIfAbsent(transaction.getID(), id -> ConcurrentHashMap.newKeySet())
            .add(what);
      }
    }
  }
}
