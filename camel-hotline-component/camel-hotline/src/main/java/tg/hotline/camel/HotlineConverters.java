package tg.hotline.camel;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.Converter;
import tg.hotline.topics.TopicsAnswer;

/** Lets an answer be read as the JSON or the map that the Topics API sent. */
@Converter(generateLoader = true)
public final class HotlineConverters {

  private HotlineConverters() {}

  @Converter
  public static Map<String, Object> toMap(TopicsAnswer answer) {
    return answer.toMap();
  }

  @Converter
  public static String toString(TopicsAnswer answer) {
    return answer.toJson();
  }

  @Converter
  public static byte[] toBytes(TopicsAnswer answer) {
    return answer.toJson().getBytes(StandardCharsets.UTF_8);
  }

  @Converter
  public static InputStream toInputStream(TopicsAnswer answer) {
    return new ByteArrayInputStream(toBytes(answer));
  }
}
