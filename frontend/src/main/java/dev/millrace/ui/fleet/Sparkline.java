package dev.millrace.ui.fleet;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A line as small as a word, as the path of an SVG of 60 by 16. */
final class Sparkline {
    static final int WIDTH = 60;
    static final int HEIGHT = 16;

    private Sparkline() {}

    /** @param values one for each step; the line is broken where there is none. Empty where there are none at all */
    static String path(List<Optional<Double>> values) {
        double most = Math.max(1, values.stream().flatMap(Optional::stream).mapToDouble(Double::doubleValue).max().orElse(1));
        var path = new StringBuilder();
        boolean drawn = false;
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i).isPresent()) {
                double x = values.size() == 1 ? WIDTH : i * (double) WIDTH / (values.size() - 1);
                double y = HEIGHT - 1 - values.get(i).get() / most * (HEIGHT - 2);
                path.append(String.format(Locale.ROOT, "%s%.1f %.1f", drawn ? "L" : "M", x, y));
                if (!drawn) {
                    // A value between gaps is a dot.
                    path.append("h.1");
                }
            }
            drawn = values.get(i).isPresent();
        }
        return path.toString();
    }
}
