package tg.hotline.benchmarks;

import java.net.URI;

/** One of the scenarios of docs/performance.adoc. */
interface Scenario {

  /**
   * Runs it; takes seconds to minutes.
   *
   * @param server an {@link AnsweringServer}'s address, to be resolved against
   * @throws Exception if a side fails; no figure of this run counts then
   */
  Result run(URI server) throws Exception;
}
