package tg.hotline.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

/** What a page shows is found, and what it does not show is told. */
class PageTest {

  private static final Page PAGE =
      new Page(
          "a.adoc",
          """
          [source,yaml]
          ----
          first: 1
          ----

          [source,yaml,subs=attributes+]
          ----
          key: -----BEGIN PRIVATE KEY-----
          last: 2
          ----

          ----
          of no language
          ----

          ```sh
          echo '```' && ls
          ```
          """);

  @Test
  void findsSnippetsOfALanguage() {
    assertThat(PAGE.snippets("yaml"))
        .extracting(Page.Snippet::text)
        .containsExactly("first: 1\n", "key: -----BEGIN PRIVATE KEY-----\nlast: 2\n");
    assertThat(PAGE.snippets("sh"))
        .extracting(Page.Snippet::text)
        .containsExactly("echo '```' && ls\n");
    assertThat(PAGE.snippet("yaml", "last"))
        .hasToString("a.adoc: [key: -----BEGIN PRIVATE KEY-----, last: 2]");
  }

  @Test
  void nothingToRunIsAMistake() {
    assertThatThrownBy(() -> PAGE.snippets("java")).hasMessage("a.adoc shows nothing in java");
    assertThatThrownBy(() -> PAGE.snippet("yaml", "second"))
        .hasMessage("a.adoc has 0 snippets in yaml with: second");
    assertThatThrownBy(() -> PAGE.snippet("yaml", ":"))
        .hasMessage("a.adoc has 2 snippets in yaml with: :");
    assertThatThrownBy(() -> Page.of("docs/nowhere.adoc")).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void readsFromTheRootOfTheRepository() {
    assertThat(Page.of("README.md").text()).startsWith("# Camel Hotline\n");
  }
}
