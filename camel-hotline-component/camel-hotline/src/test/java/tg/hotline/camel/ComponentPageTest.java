package tg.hotline.camel;

import static tg.hotline.GeneratedParts.assertHolds;
import static tg.hotline.GeneratedParts.escape;
import static tg.hotline.GeneratedParts.table;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;
import org.junit.jupiter.api.Test;
import tg.hotline.topics.SentMessage;
import tg.hotline.topics.TopicInfo;

/**
 * The tables of the component's page are written from the catalog, the answers' records and the
 * rows of {@link InputTest}; see {@link tg.hotline.GeneratedParts}.
 */
class ComponentPageTest {

  static final Path PAGE = Path.of("../../docs/hotline-component.adoc");

  @Test
  void holdsWhatTheCodeHas() throws IOException {
    ComponentModel model = CatalogTest.model();
    assertHolds(
        PAGE,
        Map.of(
            "component options",
            options(model.getComponentOptions()),
            "endpoint options",
            options(model.getEndpointOptions()),
            "headers",
            headers(model.getEndpointHeaders()),
            "link forms",
            linkForms(),
            "facts",
            facts(model.getEndpointHeaders())));
  }

  private static String options(List<? extends BaseOptionModel> options) {
    return table(
        "2,5,1,1",
        "|Name |Description |Default |Type",
        options.stream()
            .map(
                option ->
                    "|*%s*%s%s |%s |%s |%s"
                        .formatted(
                            option.getName(),
                            group(option),
                            option.isRequired() ? " *Required*" : "",
                            escape(option.getDescription()),
                            option.getDefaultValue() == null ? "" : option.getDefaultValue(),
                            type(option)))
            .collect(Collectors.joining("\n")));
  }

  private static String headers(List<ComponentModel.EndpointHeaderModel> headers) {
    return table(
        "2,5,1,1",
        "|Name |Description |Constant |Type",
        headers.stream()
            .map(
                header ->
                    "|*%s* |%s |`%s` |%s"
                        .formatted(
                            header.getName(),
                            escape(header.getDescription()),
                            header.getConstantName().replaceFirst(".*#", ""),
                            type(header)))
            .collect(Collectors.joining("\n")));
  }

  private static String linkForms() {
    return InputTest.LINKS.stream()
        .map(link -> "* `+" + link + "+`\n")
        .collect(Collectors.joining());
  }

  /** The fields of the answers' records, with the headers of the same name. */
  private static String facts(List<ComponentModel.EndpointHeaderModel> headers) {
    Map<String, RecordComponent> info = components(TopicInfo.class);
    Map<String, RecordComponent> sent = components(SentMessage.class);
    Map<String, RecordComponent> all = new LinkedHashMap<>(info);
    all.putAll(sent);
    List<String> headerNames = headers.stream().map(BaseOptionModel::getName).toList();
    return table(
        "3,2,2,3,2",
        "|Topics API |`TopicInfo` |`SentMessage` |Header |Type",
        all.values().stream()
            .map(
                component -> {
                  String name = component.getName();
                  return "|`%s` |%s |%s |%s |%s"
                      .formatted(
                          field(name),
                          info.containsKey(name) ? name : "",
                          sent.containsKey(name) ? name : "",
                          headerNames.contains(header(name)) ? header(name) : "",
                          component.getType().getSimpleName());
                })
            .collect(Collectors.joining("\n")));
  }

  private static Map<String, RecordComponent> components(Class<?> answer) {
    Map<String, RecordComponent> components = new LinkedHashMap<>();
    for (RecordComponent component : answer.getRecordComponents()) {
      components.put(component.getName(), component);
    }
    components.remove("other");
    return components;
  }

  private static String group(BaseOptionModel option) {
    return option.getLabel() == null || option.getLabel().isEmpty()
        ? ""
        : " (" + option.getLabel().replace(",", ", ") + ")";
  }

  private static String type(BaseOptionModel option) {
    return "duration".equals(option.getType())
        ? "duration"
        : option.getJavaType().replaceAll("[a-z]\\w*\\.", "");
  }

  /** topicStatus → topic_status, as the Topics API calls it. */
  static String field(String component) {
    return component.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  /** topicStatus → CamelHotlineTopicStatus. */
  static String header(String component) {
    return "CamelHotline"
        + component.substring(0, 1).toUpperCase(Locale.ROOT)
        + component.substring(1);
  }
}
