package tg.hotline.topics;

/**
 * Who wants to call, and since when: the parts of one text and the retries of one call come with
 * the same turn, so that they keep their place before those who came later. Thread-safe.
 */
public final class Turn {

  private final String lane;

  /**
   * Takes a turn.
   *
   * @param lane whose turns are served in their order; between lanes it goes round. A route's id
   *     does well
   */
  public Turn(String lane) {
    this.lane = lane;
  }

  String lane() {
    return lane;
  }
}
