package tg.hotline.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicRefTest {

  private static final TopicRef EXPECTED = new TopicRef("2101424779", 5343);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://t.me/c/2101424779/5343",
        "http://t.me/c/2101424779/5343",
        "t.me/c/2101424779/5343",
        "https://www.t.me/c/2101424779/5343",
        "https://telegram.me/c/2101424779/5343",
        "HTTPS://T.ME/c/2101424779/5343",
        "  https://t.me/c/2101424779/5343/ \n",
        "https://t.me/c/2101424779/5343/77",
        "https://t.me/c/2101424779/5343/77?single",
        "https://t.me/c/2101424779/77?thread=5343",
        "https://t.me/c/2101424779/77?single&thread=5343#x",
        "https://t.me/c/-1002101424779/5343",
        "tg://privatepost?channel=2101424779&post=77&thread=5343",
        "tg:privatepost?channel=2101424779&post=5343",
      })
  void readsEveryFormOfLink(String link) {
    assertThat(TopicRef.parse(link)).isEqualTo(EXPECTED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "https://t.me/hotline/5343",
        "https://t.me/c/2101424779",
        "https://t.me/c/2101424779/0",
        "https://t.me/c/0/5343",
        "https://t.me/c/2101424779/99999999999999999999",
        "https://evil.example/t.me/c/2101424779/5343",
        "tg://privatepost?channel=2101424779",
        "tg://resolve?domain=hotline",
        "5343"
      })
  void refusesWhatIsNoLinkOfATopic(String link) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TopicRef.parse(link))
        .withMessageMatching("(?s).*(not a topic's link.*https://t.me/c/|groupId|topicId).*");
  }

  @Test
  void readsIdsAsTextOrNumber() {
    assertThat(TopicRef.of("2101424779", 5343)).isEqualTo(EXPECTED);
    assertThat(TopicRef.of(2101424779L, "5343")).isEqualTo(EXPECTED);
    assertThat(TopicRef.of("-1002101424779", " 5343 ")).isEqualTo(EXPECTED);
    assertThat(TopicRef.of(-1002101424779L, new BigInteger("5343"))).isEqualTo(EXPECTED);
    assertThat(TopicRef.of(2101424779d, 5343.0)).isEqualTo(EXPECTED);
    assertThat(TopicRef.of(Map.of("group_id", "2101424779", "topic_id", 5343))).isEqualTo(EXPECTED);
  }

  @Test
  void namesTheIdThatIsMissingOrWrong() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TopicRef.of("-12", 5343))
        .withMessageContaining("groupId");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TopicRef.of("2101424779", 53.43))
        .withMessageContaining("topicId");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TopicRef.of(Map.of("group_id", "2101424779")))
        .withMessage("topic_id is missing");
  }

  @Test
  void writesTheLink() {
    assertThat(EXPECTED.link()).isEqualTo("https://t.me/c/2101424779/5343");
  }
}
