package tg.hotline.examples;

import java.util.List;
import org.jspecify.annotations.NullMarked;

/**
 * A row of a CSV file.
 *
 * @param line the line of the file that it begins on; no other row has it
 * @param values its values, in the order of the columns
 * @param userId the value of {@code user_id}, empty if there is none
 * @param status the value of {@code status}, empty if there is none
 */
@NullMarked
public record CsvRow(long line, List<String> values, String userId, String status) {}
