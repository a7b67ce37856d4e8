package dev.millrace.server.dashboards;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** One tile. @param id of this dashboard only; never changes */
public record Tile(String id, Type type, String title, Place place, Source source, Options options) {
    public static final int LONGEST_ID = 60;
    public static final int LONGEST_TITLE = 120;
    private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    /** How values are drawn. */
    public enum Type {
        NUMBER("Number"), GAUGE("Gauge"), LINE("Line"), BAR("Bars"), TOP_N("Top-N table"), HEAT_MAP("Heat map");

        private final String words;

        Type(String words) {
            this.words = words;
        }

        /** For people. */
        public String words() {
            return words;
        }

        /** As documents name it, such as "top-n". */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Optional<Type> of(String word) {
            return Arrays.stream(values()).filter(t -> t.word().equals(word)).findFirst();
        }

        /** Whether it shows how values go over time. */
        public boolean isOverTime() {
            return this == LINE || this == HEAT_MAP;
        }

        /** Whether it shows one value and no more. */
        public boolean isSingle() {
            return this == NUMBER || this == GAUGE;
        }
    }

    /** Where it is on a grid of 12 columns; rows are as many as are needed. */
    public record Place(int x, int y, int w, int h) {
        public static final int COLUMNS = 12;
        public static final int MOST_ROWS = 500;
        public static final int TALLEST = 20;

        public boolean isOnGrid() {
            return x >= 0 && w >= 1 && x + w <= COLUMNS && y >= 0 && y < MOST_ROWS && h >= 1 && h <= TALLEST;
        }
    }

    public static boolean isId(String text) {
        return text.length() <= LONGEST_ID && ID.matcher(text).matches();
    }

    public Tile at(Place other) {
        return new Tile(id, type, title, other, source, options);
    }

    Tile withSource(Source other) {
        return new Tile(id, type, title, place, other, options);
    }

    /** What has to be found out for it. Tiles that ask the same are computed once. */
    public Query query() {
        return new Query(type, source, options);
    }
}
