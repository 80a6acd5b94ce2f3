package tg.hotline.benchmarks;

import java.net.URI;
import java.util.Arrays;
import java.util.List;

/** All ways to call Hotline that are compared. */
enum Sides {
  RAW_BEST("HttpClient 5 async, at its best"),
  RAW_SIMPLE("HttpClient 5 async, simple API"),
  BARE_ROUTE("HttpClient 5 async in a bare Camel route"),
  HOTLINE("camel-hotline"),
  CAMEL_VERTX_HTTP("camel-vertx-http + camel-jackson"),
  CAMEL_HTTP("camel-http + camel-jackson"),
  JDK("JDK HttpClient");

  final String title;

  Sides(String title) {
    this.title = title;
  }

  /** Those that the system property {@code sides} names, with commas; without it, all. */
  static List<Sides> wanted() {
    String names = System.getProperty("sides");
    return names == null
        ? List.of(values())
        : Arrays.stream(names.split(",")).map(Sides::valueOf).toList();
  }

  /**
   * Opens it.
   *
   * @param inFlight the most calls at a time
   */
  Side open(URI url, int inFlight) throws Exception {
    return switch (this) {
      case RAW_BEST -> new RawBest(url);
      case RAW_SIMPLE -> new RawSimple(url);
      case BARE_ROUTE -> BareRoute.open(url);
      case HOTLINE -> new ComponentSide(url, inFlight);
      case CAMEL_VERTX_HTTP -> HandWritten.vertx(url, inFlight);
      case CAMEL_HTTP -> HandWritten.http(url, inFlight);
      case JDK -> new JdkSide(url);
    };
  }
}
