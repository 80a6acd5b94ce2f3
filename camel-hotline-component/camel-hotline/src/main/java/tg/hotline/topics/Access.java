package tg.hotline.topics;

/**
 * What a call goes in with, from its first try to its last.
 *
 * @param credentials whose name it is made in
 * @param gate the gate of the credentials' access token
 */
public record Access(Credentials credentials, Gate gate) {}
