package tg.hotline.soak;

import java.time.Instant;
import tg.hotline.topics.Outcome;

/**
 * What the route was told of a text.
 *
 * @param id of the text
 * @param parts in how many parts it goes out
 * @param refusable whether Hotline refuses it by right
 * @param outcome what the route was told
 * @param reason in the component's words
 * @param at when
 */
record Told(int id, int parts, boolean refusable, Outcome outcome, String reason, Instant at) {}
