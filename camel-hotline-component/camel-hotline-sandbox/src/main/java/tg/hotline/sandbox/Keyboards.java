package tg.hotline.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tg.hotline.sandbox.Keyboard.Button;

/** {@code reply_markup} of the Bot API, in and out. */
final class Keyboards {
  /** Of {@code callback_data}, in bytes. */
  private static final int MAX_DATA = 64;

  private Keyboards() {}

  /**
   * The keyboard that this says; null if it says none, as {@code force_reply} does.
   *
   * @param json {@code reply_markup} as JSON text, empty if there is none
   */
  static @Nullable Keyboard read(String json) throws Refusal {
    if (json.isBlank()) {
      return null;
    }
    JsonNode markup;
    try {
      markup = Json.MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new Refusal("Bad Request: can't parse reply keyboard markup JSON object");
    }
    if (!markup.isObject()) {
      throw new Refusal("Bad Request: object expected as reply markup");
    }
    if (markup.has("inline_keyboard")) {
      List<List<Button>> rows =
          rows(markup, "inline_keyboard", "InlineKeyboardMarkup", Keyboards::inline);
      return rows.isEmpty() ? null : new Keyboard.Inline(rows);
    }
    if (markup.has("keyboard")) {
      List<List<String>> rows = rows(markup, "keyboard", "ReplyKeyboardMarkup", Keyboards::reply);
      return rows.isEmpty()
          ? null
          : new Keyboard.Reply(rows, markup.path("one_time_keyboard").asBoolean());
    }
    return markup.path("remove_keyboard").asBoolean() ? new Keyboard.Remove() : null;
  }

  static ObjectNode json(Keyboard.Inline keyboard) {
    ObjectNode markup = Json.object();
    ArrayNode rows = markup.putArray("inline_keyboard");
    for (List<Button> row : keyboard.rows()) {
      ArrayNode buttons = rows.addArray();
      for (Button button : row) {
        ObjectNode json = buttons.addObject().put("text", button.text());
        if (button.data() != null) {
          json.put("callback_data", button.data());
        }
        if (button.url() != null) {
          json.put("url", button.url());
        }
      }
    }
    return markup;
  }

  private interface Reader<T> {
    T read(JsonNode button) throws Refusal;
  }

  private static <T> List<List<T>> rows(JsonNode markup, String name, String type, Reader<T> reader)
      throws Refusal {
    List<List<T>> rows = new ArrayList<>();
    JsonNode json = markup.get(name);
    Refusal notRows =
        new Refusal(
            "Bad Request: field \"%s\" of the %s must be an Array of Arrays".formatted(name, type));
    if (!json.isArray()) {
      throw notRows;
    }
    for (JsonNode row : json) {
      if (!row.isArray()) {
        throw notRows;
      }
      List<T> buttons = new ArrayList<>();
      for (JsonNode button : row) {
        buttons.add(reader.read(button));
      }
      if (!buttons.isEmpty()) {
        rows.add(buttons);
      }
    }
    return rows;
  }

  private static Button inline(JsonNode button) throws Refusal {
    String data = text(button, "callback_data");
    String url = text(button, "url");
    String text = label(button, "inline keyboard button");
    if ((data == null || data.isEmpty()) && url == null) {
      throw new Refusal(
          "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline"
              + " keyboard");
    }
    if (data != null && data.getBytes(StandardCharsets.UTF_8).length > MAX_DATA) {
      throw new Refusal("Bad Request: BUTTON_DATA_INVALID");
    }
    return new Button(text, data, url);
  }

  private static String reply(JsonNode button) throws Refusal {
    return button.isTextual() ? button.textValue() : label(button, "keyboard button");
  }

  private static String label(JsonNode button, String what) throws Refusal {
    String text = text(button, "text");
    if (text == null) {
      throw new Refusal("Bad Request: can't parse " + what + ": Can't find field \"text\"");
    }
    return text;
  }

  private static @Nullable String text(JsonNode button, String name) {
    JsonNode field = button.path(name);
    return field.isTextual() ? field.textValue() : null;
  }
}
