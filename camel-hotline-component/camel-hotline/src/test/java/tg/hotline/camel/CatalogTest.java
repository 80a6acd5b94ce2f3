package tg.hotline.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.JsonMapper;
import org.junit.jupiter.api.Test;

/** What tools and the documentation read of the component. */
class CatalogTest {

  static ComponentModel model() {
    try (InputStream json =
        HotlineComponent.class.getResourceAsStream("/META-INF/tg/hotline/camel/hotline.json")) {
      return JsonMapper.generateComponentModel(
          new String(Objects.requireNonNull(json).readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void namesTheComponent() {
    assertThat(model().getTitle()).isEqualTo("Hotline");
    assertThat(model().isAsync()).isTrue();
    assertThat(model().isProducerOnly()).isFalse();
    assertThat(model().isConsumerOnly()).isFalse();
  }

  @Test
  void describesEveryOptionAndHeader() {
    ComponentModel model = model();
    List<? extends BaseOptionModel> all =
        List.of(model.getComponentOptions(), model.getEndpointOptions(), model.getEndpointHeaders())
            .stream()
            .flatMap(List::stream)
            .toList();

    assertThat(all).hasSizeGreaterThan(40);
    assertThat(all)
        .allSatisfy(
            option -> assertThat(option.getDescription()).as(option.getName()).endsWith("."));
  }

  @Test
  void listsEveryHeaderConstant() {
    assertThat(model().getEndpointHeaders())
        .extracting(BaseOptionModel::getName)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(HotlineConstants.class.getFields()).map(CatalogTest::value).toList());
  }

  @Test
  void marksSecrets() {
    assertThat(model().getEndpointOptions().stream().filter(BaseOptionModel::isSecret))
        .extracting(BaseOptionModel::getName)
        .containsExactlyInAnyOrder("accessToken", "apiKey", "proxyUsername", "proxyPassword");
  }

  private static String value(Field constant) {
    try {
      return (String) constant.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
