package tg.hotline.sandbox;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import tg.hotline.sandbox.Answer.Raw;

/**
 * What stands behind the API's URL was seen to answer (n8n 1.115 and 1.123), by name. None takes
 * effect; with {@link Answer#afterEffect} each can come after the effect, as many do in reality.
 * All but {@link #ARRAY} and {@link #HTML} replace the right answer, those two change its form.
 */
public final class Answers {
  /** 403 in plain text: the access token is missing or wrong. */
  public static final Raw WRONG_ACCESS_TOKEN = N8n.wrongAccessToken();

  /** 404 in JSON: the webhook is there, but not for GET. */
  public static final Raw WRONG_METHOD = N8n.wrongMethod("GET");

  /** 404 in JSON: no such webhook, or the workflow is switched off, or not loaded yet. */
  public static final Raw NOT_REGISTERED = N8n.notRegistered("POST", "topic_action");

  /** 404 in HTML: not a path of webhooks, or starting and not that far yet. */
  public static final Raw NOT_FOUND = N8n.unknownPath("POST", "/webhook/topic_action");

  /** 200 in HTML: the page of the editor, which any GET beside the webhooks gets. */
  public static final Raw EDITOR = N8n.editor();

  /** 422: the body is not JSON. */
  public static final Raw NOT_JSON = N8n.notJson("not json");

  /** 200 {@code application/json} with zero bytes: a step failed, or the workflow says nothing. */
  public static final Raw EMPTY = Answer.raw(200, "application/json", "");

  /** 500: a step failed. */
  public static final Raw ERROR_IN_WORKFLOW = N8n.json(500, "{\"message\":\"Error in workflow\"}");

  /** 500: a step failed, in other words. */
  public static final Raw EXECUTION_FAILED =
      N8n.json(500, "{\"message\":\"Workflow execution failed\"}");

  /** 200 {@code {"error":"…"}}: a step failed and the workflow went on. The text is made up. */
  public static final Raw STEP_FAILED =
      N8n.json(200, "{\"error\":\"The service refused the connection\"}");

  /** 200 {@code {"error":{…}}}: the same as an object. What is in it is made up. */
  public static final Raw STEP_FAILED_OBJECT =
      N8n.json(200, "{\"error\":{\"message\":\"The service refused the connection\"}}");

  /** 200 <code>{}</code>: the workflow answers nothing. */
  public static final Raw EMPTY_OBJECT = N8n.json(200, "{}");

  /** 200 {@code []}: the workflow answers nothing. */
  public static final Raw EMPTY_ARRAY = N8n.json(200, "[]");

  /** 204: the workflow answers nothing. */
  public static final Raw NO_CONTENT = Answer.raw(204, null, "");

  /** 500: the workflow has nothing to answer. */
  public static final Raw NO_ITEM =
      N8n.json(500, "{\"code\":0,\"message\":\"No item to return was found\"}");

  /** 200: the workflow answers at once and runs later; see {@link Answer#beforeEffect}. */
  public static final Raw STARTED = N8n.json(200, "{\"message\":\"Workflow was started\"}");

  /** 500: the body is over 16 MiB. */
  public static final Raw TOO_LARGE = N8n.tooLarge();

  /** 200 in HTML: it starts after an upgrade. */
  public static final Raw STARTING_UP = N8n.startingUp();

  /** 503: its database is away. */
  public static final Raw DATABASE_NOT_READY =
      N8n.json(503, "{\"code\":503,\"message\":\"Database is not ready!\"}");

  /** 500: it stopped in mid-call. */
  public static final Raw SHUTTING_DOWN =
      N8n.json(
          500,
          "{\"code\":0,\"message\":\"The execution was cancelled because the system is shutting"
              + " down\"}");

  /** The right answer, effect included, in an array: the workflow answers "all items". */
  public static final Answer ARRAY = Answer.changed(right -> right.body("[" + right.body() + "]"));

  /** The right answer, effect included, but said to be {@code text/html}. */
  public static final Answer HTML = Answer.changed(right -> right.header("Content-Type", N8n.HTML));

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Answers() {}

  /**
   * A page of HTML, as a proxy in front may answer.
   *
   * @param status 200 to 599; 429, 502, 503 and 504 are the likely ones
   */
  public static Raw proxy(int status) {
    return N8n.proxy(status);
  }

  /** 429 of a proxy, with {@code Retry-After} in seconds. */
  public static Raw tooManyRequests(long seconds) {
    return proxy(429).header("Retry-After", String.valueOf(seconds));
  }

  /** 429 of a proxy, with {@code Retry-After} as a date; of whole seconds, as HTTP has it. */
  public static Raw tooManyRequests(Instant until) {
    return proxy(429).header("Retry-After", httpDate(until));
  }

  /**
   * 429 of Telegram's Bot API, for {@link HotlineSandbox#botSendsNext}: {@code retry_after} in the
   * body and {@code Retry-After}, as Telegram's own server has it (tdlib/telegram-bot-api).
   *
   * @param seconds how long the bot is to wait
   */
  public static Raw botTooManyRequests(long seconds) {
    return BotJson.error(429, "Too Many Requests: retry after " + seconds, seconds)
        .header("Retry-After", String.valueOf(seconds));
  }

  static String httpDate(Instant time) {
    return DATE.format(time);
  }
}
