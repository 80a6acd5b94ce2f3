package tg.hotline.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tg.hotline.sandbox.Answer;
import tg.hotline.sandbox.Answers;
import tg.hotline.sandbox.Call;
import tg.hotline.sandbox.Certificates;
import tg.hotline.sandbox.ChatMessage;
import tg.hotline.sandbox.ChatMessage.Sender;
import tg.hotline.sandbox.HotlineSandbox;
import tg.hotline.sandbox.HotlineSandboxExtension;
import tg.hotline.sandbox.Phase;
import tg.hotline.sandbox.Seed;
import tg.hotline.sandbox.TelegramUser;

/** The tests that docs/sandbox.adoc shows; see {@link SnippetsTest}. */
class SandboxSnippetTest {

  @RegisterExtension static final HotlineSandboxExtension HOTLINE = new HotlineSandboxExtension();

  @Test
  void sendsAgainWhatWasNotSent(HotlineSandbox sandbox) throws Exception {
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      HotlineConfiguration hotline =
          context.getComponent("hotline", HotlineComponent.class).getConfiguration();
      hotline.setApiUrl(sandbox.apiUrl().toString());
      hotline.setAccessToken(Seed.ACCESS_TOKEN);
      hotline.setInstance(Seed.INSTANCE);
      hotline.setApiKey(Seed.API_KEY);
      context.start();
      ProducerTemplate template = context.createProducerTemplate();

      sandbox.answerNext(Answer.status(429));
      template.sendBody("hotline:send?retryBackoff=5&userId=" + Seed.USER_ID, "hello");

      sandbox.awaitMessage(message -> message.text().equals("hello"), Duration.ofSeconds(10));
    }
  }

  @Test
  void tellsWhatTookEffect(HotlineSandbox sandbox) throws Exception {
    Duration delay = Duration.ofMillis(1);
    sandbox.answerNext(Answers.EMPTY);
    sandbox.answerNext(2, Answer.afterEffect(Answers.EMPTY));
    sandbox.answerNext(1, call -> call.userId() != null, Answer.cut());
    sandbox.answerWhen(call -> "info_by_topic".equals(call.action()), Answer.delayed(delay));
    try (DefaultCamelContext context = camel(sandbox)) {
      ProducerTemplate template = context.createProducerTemplate();
      String send = "hotline:send?userId=" + Seed.USER_ID;
      String info = "hotline:info?topicLink=https://t.me/c/2101424779/5343";
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> template.sendBody(send, "hello"))
            .hasCauseInstanceOf(HotlineDeliveryUnknownException.class);
      }
      template.sendBody(info, "");
      assertThatThrownBy(() -> template.sendBody(send, "hello"))
          .hasCauseInstanceOf(HotlineDeliveryUnknownException.class);

      Call call = sandbox.calls().get(1);
      assertThat(call.status()).isEqualTo(200);
      assertThat(call.outcome()).isEqualTo(Call.Outcome.SCRIPTED);
      assertThat(call.tookEffect()).isTrue();

      assertThat(sandbox.calls())
          .extracting(Call::tookEffect)
          .containsExactly(false, true, true, false, false);
    }
  }

  @Test
  void isRestarted(HotlineSandbox sandbox) throws Exception {
    try (DefaultCamelContext context = camel(sandbox)) {
      ProducerTemplate template = context.createProducerTemplate();
      String send = "hotline:send?maxRetries=0&userId=" + Seed.USER_ID;

      sandbox.phase(Phase.STOPPED);
      assertThatThrownBy(() -> template.sendBody(send, "hello"))
          .hasCauseInstanceOf(HotlineNotSentException.class);
      sandbox.phase(Phase.RUNNING);
      template.sendBody(send, "hello");

      assertThat(sandbox.messages()).hasSize(1);
    }
  }

  @Test
  void playsTheCustomersAndTheirPhones(HotlineSandbox sandbox) throws Exception {
    CompletableFuture<Void> bot = CompletableFuture.runAsync(() -> answersOnce(sandbox));
    Duration patience = Duration.ofSeconds(10);

    TelegramUser ann = TelegramUser.of(42, "Ann");
    sandbox.customerWrites(Seed.SALES_INSTANCE, ann, "hello");
    ChatMessage asked =
        sandbox.awaitChat(Seed.SALES_INSTANCE, 42, m -> m.keyboard() != null, patience);
    sandbox.customerPresses(Seed.SALES_INSTANCE, 42, asked.messageId(), "operator");
    sandbox.operatorWrites(Seed.SALES_GROUP_ID, 18, "Good morning, this is Bob.");

    assertThat(sandbox.chat(Seed.SALES_INSTANCE, 42))
        .extracting(ChatMessage::sender)
        .containsExactly(Sender.CUSTOMER, Sender.BOT, Sender.OPERATOR);

    sandbox.botSendsNext(2, Answers.botTooManyRequests(1));
    assertThat(bot).succeedsWithin(patience);
  }

  /** The smallest of bots: asks whoever wrote to it what is wanted. */
  private static void answersOnce(HotlineSandbox sandbox) {
    String bot = sandbox.botApiUrl() + "/bot" + Seed.SALES_BOT_TOKEN;
    String buttons =
        "{\"inline_keyboard\":[[{\"text\":\"Operator\",\"callback_data\":\"operator\"}]]}";
    HttpClient http = HttpClient.newHttpClient();
    List.of(
            "/getUpdates?timeout=10",
            "/sendMessage?chat_id=42&text=Hello&reply_markup="
                + URLEncoder.encode(buttons, StandardCharsets.UTF_8))
        .forEach(
            call ->
                http.sendAsync(
                        HttpRequest.newBuilder(URI.create(bot + call)).build(),
                        BodyHandlers.ofString())
                    .join());
  }

  @Test
  void speaksTls(@TempDir Path directory) throws Exception {
    Certificates certificates = Certificates.in(directory);
    SSLContext server = certificates.context(certificates.server());
    SSLContext client = certificates.context(certificates.client());
    try (HotlineSandbox sandbox = HotlineSandbox.builder().mutualTls(server).start()) {
      HttpClient http = HttpClient.newBuilder().sslContext(client).build();
      HttpRequest request = HttpRequest.newBuilder(sandbox.url()).build();
      assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
  }

  private static DefaultCamelContext camel(HotlineSandbox sandbox) {
    DefaultCamelContext context = new DefaultCamelContext();
    HotlineConfiguration hotline =
        context.getComponent("hotline", HotlineComponent.class).getConfiguration();
    hotline.setApiUrl(sandbox.apiUrl().toString());
    hotline.setAccessToken(Seed.ACCESS_TOKEN);
    hotline.setInstance(Seed.INSTANCE);
    hotline.setApiKey(Seed.API_KEY);
    context.start();
    return context;
  }
}
