package tg.hotline.examples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.component.telegram.TelegramEndpoint;
import org.apache.camel.component.telegram.TelegramException;
import org.apache.camel.component.telegram.model.IncomingCallbackQuery;
import org.apache.camel.component.telegram.model.IncomingMessage;
import org.apache.camel.component.telegram.model.InlineKeyboardMarkup;
import org.apache.camel.component.telegram.model.MessageResult;
import org.apache.camel.component.telegram.model.OutgoingCallbackQueryMessage;
import org.apache.camel.component.telegram.model.OutgoingMessage;
import org.apache.camel.component.telegram.model.OutgoingTextMessage;
import org.apache.camel.component.telegram.model.ReplyKeyboardMarkup;
import org.apache.camel.component.telegram.model.ReplyMarkup;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the bots' routes cannot say themselves. Reads what Telegram tells, sends with buttons, and
 * says in the log what went wrong. Thread-safe.
 *
 * <p>camel-telegram 4.14 cannot be a step of a route that must know whether its message was sent:
 * its producer lets the route go on before it throws. And its exceptions quote the URL, in which
 * the bot's token is; nothing of them is logged here but what kind they are.
 */
@NullMarked
public final class TelegramBot implements CamelContextAware, ExceptionHandler {

  /** Telegram's limit, in UTF-16 code units. */
  private static final int MAX_TEXT = 4096;

  private static final Pattern STATUS = Pattern.compile("responded: (\\d{3})");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Object oneAtATime = new Object();
  private @Nullable CamelContext camel;
  private String uri = "telegram:bots";
  private Logger log = LoggerFactory.getLogger(TelegramBot.class);

  @Override
  public void setCamelContext(CamelContext context) {
    camel = context;
  }

  @Override
  public CamelContext getCamelContext() {
    return Objects.requireNonNull(camel);
  }

  /** The endpoint to send by, with the bot's token. */
  public void setUri(String value) {
    uri = value;
  }

  /** Under which name to write into the log. */
  public void setLog(String name) {
    log = LoggerFactory.getLogger(name);
  }

  /**
   * Reads a message, or the press of a button, into variables: {@code user}, who is the private
   * chat too; {@code text}, or {@code pressed}, the button's data, with {@code query}; and {@code
   * key}, which names this update and no other, also when Telegram tells it again. Sets none where
   * it is not a customer's, in a private chat: all else is no matter of the bot.
   */
  public void read(Exchange exchange) {
    Object body = exchange.getMessage().getBody();
    IncomingMessage message = body instanceof IncomingMessage written ? written : null;
    if (body instanceof IncomingCallbackQuery press) {
      message = press.getMessage();
      exchange.setVariable("pressed", press.getData());
      exchange.setVariable("query", press.getId());
    }
    if (message == null
        || message.getChat() == null
        || !"private".equals(message.getChat().getType())) {
      return;
    }
    String chat = message.getChat().getId();
    Instant date = message.getDate();
    exchange.setVariable("user", Long.valueOf(chat));
    if (body == message) {
      exchange.setVariable("text", message.getText() == null ? "" : message.getText());
    }
    // The date too: a sandbox begins anew with its numbers, and what was sent is remembered longer.
    exchange.setVariable(
        "key",
        "%s-%d-%d-%s"
            .formatted(
                chat,
                message.getMessageId(),
                date == null ? 0 : date.getEpochSecond(),
                exchange.getVariable("query", "", String.class)));
  }

  /**
   * Sends the body's text to the customer, {@code user}; with the buttons that the variable {@code
   * buttons} holds, once: a {@code reply_markup} as the Bot API writes it. That it failed is in the
   * log, and the route goes on.
   *
   * @throws JsonProcessingException if the buttons are no JSON
   */
  public void send(Exchange exchange) throws JsonProcessingException {
    String text = exchange.getMessage().getBody(String.class);
    OutgoingTextMessage message = new OutgoingTextMessage();
    message.setText(text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text);
    if (exchange.removeVariable("buttons") instanceof String buttons) {
      message.setReplyMarkup(markup(JSON.readTree(buttons)));
    }
    send(exchange, message);
  }

  private static ReplyMarkup markup(JsonNode buttons) throws JsonProcessingException {
    return buttons.has("inline_keyboard")
        ? JSON.treeToValue(buttons, InlineKeyboardMarkup.class)
        : JSON.treeToValue(buttons, ReplyKeyboardMarkup.class);
  }

  /** Answers the press of a button, {@code query}: the customer's phone waits for it. */
  public void answer(Exchange exchange) {
    OutgoingCallbackQueryMessage answer = new OutgoingCallbackQueryMessage();
    answer.setCallbackQueryId(exchange.getVariable("query", String.class));
    send(exchange, answer);
  }

  private void send(Exchange exchange, OutgoingMessage message) {
    String user = exchange.getVariable("user", String.class);
    message.setChatId(user);
    try {
      TelegramEndpoint endpoint = getCamelContext().getEndpoint(uri, TelegramEndpoint.class);
      Exchange sent = new DefaultExchange(getCamelContext());
      synchronized (oneAtATime) { // camel-telegram mixes up what is sent at once
        endpoint.getTelegramService().sendMessage(sent, sync -> {}, message);
      }
      if (!(sent.getMessage().getBody() instanceof MessageResult result) || !result.isOk()) {
        log.warn("user {} was not answered: what came from Telegram is no answer", user);
      }
    } catch (RuntimeException e) {
      log.warn("user {} was not answered: {}", user, reason(e));
    }
  }

  @Override
  public void handleException(Throwable failure) {
    log.warn("Telegram tells no news, and will be asked again: {}", reason(failure));
  }

  @Override
  public void handleException(String message, Throwable failure) {
    handleException(failure);
  }

  @Override
  public void handleException(String message, @Nullable Exchange exchange, Throwable failure) {
    handleException(failure);
  }

  /** What happened, in words that hold nothing of a URL or of a foreign answer. */
  private static String reason(Throwable failure) {
    Throwable kind = failure;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof TelegramException answered && answered.getHttpResponseCode() > 0) {
        return "status " + answered.getHttpResponseCode();
      }
      Matcher status = STATUS.matcher(String.valueOf(cause.getMessage()));
      if (status.find()) {
        return "status " + status.group(1);
      }
      if (cause instanceof JsonProcessingException) {
        return "its answer is not JSON that can be read";
      }
      if (!(kind instanceof IOException)) {
        kind = cause;
      }
    }
    return kind.getClass().getSimpleName();
  }
}
