package tg.hotline.sandbox;

import java.util.Map;
import tg.hotline.sandbox.Answer.Raw;

/**
 * The answers of what stands behind the API's URL, other than the API's own: observed on n8n 1.115
 * and 1.123, byte for byte where the body is JSON or text.
 */
final class N8n {
  static final String JSON = "application/json; charset=utf-8";
  static final String HTML = "text/html; charset=utf-8";

  private N8n() {}

  static Raw status(int code) {
    return switch (code) {
      case 200 -> Answers.EMPTY;
      case 204 -> Answers.NO_CONTENT;
      case 403 -> Answers.WRONG_ACCESS_TOKEN;
      case 404 -> Answers.NOT_REGISTERED;
      case 422 -> Answers.NOT_JSON;
      case 500 -> Answers.ERROR_IN_WORKFLOW;
      case 503 -> Answers.DATABASE_NOT_READY;
      default -> proxy(code);
    };
  }

  static Raw json(int status, String body) {
    return Answer.raw(status, JSON, body);
  }

  /** Without Content-Type, and in chunks. */
  static Raw wrongAccessToken() {
    return new Raw(
        403,
        Map.of("WWW-Authenticate", "Basic realm=\"Webhook\""),
        "Authorization data is wrong!",
        true);
  }

  static Raw wrongMethod(String method) {
    return error(
        404,
        "This webhook is not registered for "
            + method
            + " requests. Did you mean to make a POST request?");
  }

  static Raw notRegistered(String method, String path) {
    return error(
        404,
        "The requested webhook \"" + method + " " + path + "\" is not registered.",
        "The workflow must be active for a production URL to run successfully. You can activate the"
            + " workflow using the toggle in the top-right of the editor. Note that unlike test URL"
            + " calls, production URL calls aren't shown on the canvas (only in the executions"
            + " list)");
  }

  /** The hint quotes the body, so secrets in the body come back in the answer. */
  static Raw notJson(String body) {
    String token = body.isBlank() ? "" : body.strip().substring(0, 1);
    String quoted = body.length() > 1000 ? body.substring(0, 1000) + "..." : body;
    return error(
        422,
        "Failed to parse request body",
        "Unexpected token '" + token + "', \"" + quoted + "\" is not valid JSON");
  }

  /** Over 16 MiB; n8n does not say 413. */
  static Raw tooLarge() {
    return json(500, "{\"code\":0,\"message\":\"There was a problem executing the workflow\"}");
  }

  /** What any GET outside the webhooks gets. */
  static Raw editor() {
    return Answer.raw(
        200,
        HTML,
        "<!DOCTYPE html>\n<html lang=\"en\"><head><title>n8n.io - Workflow Automation</title></head>"
            + "<body><div id=\"app\"></div></body></html>\n");
  }

  /** What everything gets while it upgrades itself. */
  static Raw startingUp() {
    return Answer.raw(200, HTML, "n8n is starting up. Please wait");
  }

  static Raw unknownPath(String method, String path) {
    return Answer.raw(
        404,
        HTML,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Error</title>\n"
            + "</head>\n<body>\n<pre>Cannot "
            + escaped(method)
            + " "
            + escaped(path)
            + "</pre>\n</body>\n</html>\n");
  }

  static Raw proxy(int status) {
    String title = status + " from a proxy in front";
    return Answer.raw(
        status,
        HTML,
        "<html>\r\n<head><title>"
            + title
            + "</title></head>\r\n<body>\r\n<center><h1>"
            + title
            + "</h1></center>\r\n</body>\r\n</html>\r\n");
  }

  private static Raw error(int code, String message) {
    return json(code, Json.text(Json.object().put("code", code).put("message", message)));
  }

  private static Raw error(int code, String message, String hint) {
    return json(
        code, Json.text(Json.object().put("code", code).put("message", message).put("hint", hint)));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
