package tg.hotline.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;
import org.junit.jupiter.api.Test;

/**
 * The tables of the component's page are written from the catalog, by this test when {@code
 * -Dhotline.docs.write=true} is set; without it, the test fails where they differ.
 */
class ComponentPageTest {

  static final Path PAGE = Path.of("../../docs/hotline-component.adoc");

  @Test
  void holdsTheOptionsAndHeadersOfTheCatalog() throws IOException {
    ComponentModel model = CatalogTest.model();
    String page = Files.readString(PAGE);
    String written =
        replace(
            replace(
                replace(page, "component options", options(model.getComponentOptions())),
                "endpoint options",
                options(model.getEndpointOptions())),
            "headers",
            headers(model.getEndpointHeaders()));

    if (Boolean.getBoolean("hotline.docs.write")) {
      Files.writeString(PAGE, written);
    }
    assertThat(page)
        .as("run mvn test -Dtest=ComponentPageTest -Dhotline.docs.write=true")
        .isEqualTo(written);
  }

  private static String replace(String page, String part, String table) {
    Matcher block =
        Pattern.compile("(// generated: " + part + "\n).*?(// end\n)", Pattern.DOTALL)
            .matcher(page);
    assertThat(block.find()).as(part).isTrue();
    return block.replaceFirst("$1" + Matcher.quoteReplacement(table) + "$2");
  }

  private static String options(List<? extends BaseOptionModel> options) {
    return table(
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

  private static String table(String head, String rows) {
    return "[cols=\"2,5,1,1\",options=\"header\"]\n|===\n" + head + "\n" + rows + "\n|===\n";
  }

  private static String group(BaseOptionModel option) {
    return option.getLabel() == null || option.getLabel().isEmpty()
        ? ""
        : " (" + option.getLabel().replace(",", ", ") + ")";
  }

  private static String type(BaseOptionModel option) {
    return "duration".equals(option.getType())
        ? "duration"
        : option.getJavaType().replaceFirst(".*\\.", "");
  }

  private static String escape(String text) {
    return text.replace("|", "\\|");
  }
}
