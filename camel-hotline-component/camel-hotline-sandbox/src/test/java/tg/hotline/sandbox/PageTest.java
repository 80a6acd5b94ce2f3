package tg.hotline.sandbox;

import org.junit.jupiter.api.Nested;

/** The page in a real browser. In one class, so that one JVM runs all of it, with one browser. */
class PageTest {
  @Nested
  class Topics extends TopicsInABrowser {}

  @Nested
  class CallsAndFaults extends CallsAndFaultsInABrowser {}
}
