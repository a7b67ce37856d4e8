package shop;

import java.time.LocalDateTime;
import org.apache.flink.table.functions.ScalarFunction;

/** Takes NULL, and uses a class of its own. */
public class Label extends ScalarFunction {
    public String eval(Long id, Double price, LocalDateTime at, boolean loud) {
        String text = Words.number(id) + " for " + (price == null ? "nothing" : price) + " at " + at;
        return id == null ? null : loud ? text.toUpperCase() : text;
    }
}
