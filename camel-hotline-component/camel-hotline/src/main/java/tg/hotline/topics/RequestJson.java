package tg.hotline.topics;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes a request's body, its fields in the order of Hotline's documentation. Thread-safe. */
final class RequestJson {

  private static final JsonFactory JSON = new JsonFactory();

  private RequestJson() {}

  static byte[] of(TopicsRequest<?> request, Credentials credentials) {
    ByteArrayBuilder bytes = new ByteArrayBuilder(JSON._getBufferRecycler());
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("action", request.action());
      if (request instanceof IncomingInTopic message) {
        writeId(json, "user_id", message.userId());
        json.writeStringField("message", message.message());
      } else if (request instanceof InfoByTopic info) {
        json.writeStringField("group_id", info.topic().groupId());
        writeId(json, "topic_id", info.topic().topicId());
      }
      json.writeStringField("instance", credentials.instance());
      json.writeStringField("api_key", credentials.apiKey());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.getClearAndRelease();
  }

  /**
   * As text where n8n, which answers behind the Topics API, was seen to round JSON numbers. A
   * rounded id would name somebody else.
   */
  private static void writeId(JsonGenerator json, String field, long id) throws IOException {
    if (id > Ids.LAST_EXACT_DOUBLE) {
      json.writeStringField(field, Long.toString(id));
    } else {
      json.writeNumberField(field, id);
    }
  }
}
