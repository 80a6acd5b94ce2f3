package tg.hotline.topics;

/**
 * What a call goes in with, from its first try to its last.
 *
 * @param credentials whose name it is made in
 * @param gate the gate of the credentials' access token
 * @param tally where its end is counted
 */
public record Access(Credentials credentials, Gate gate, Tally tally) {

  /** Counted by nobody else. */
  public Access(Credentials credentials, Gate gate) {
    this(credentials, gate, new Tally());
  }
}
