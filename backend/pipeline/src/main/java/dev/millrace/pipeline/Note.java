package dev.millrace.pipeline;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** A sticky note on the drawing. It is for people only and never compiled. */
public record Note(MarkId id, String text, Color color, Position at, int width, int height) {
    public static final int LONGEST_TEXT = 10_000;
    public static final int SMALLEST_WIDTH = 120;
    public static final int SMALLEST_HEIGHT = 60;
    private static final int LARGEST = 4_000;

    /** Chosen by name, so that each theme has its own shade. */
    public enum Color {
        YELLOW, GREEN, BLUE, ROSE, GREY;

        /** The word in documents. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Color> parse(String word) {
            return Arrays.stream(values()).filter(c -> c.word().equals(word)).findFirst();
        }
    }

    public Note {
        Objects.requireNonNull(id);
        Objects.requireNonNull(text);
        Objects.requireNonNull(color);
        Objects.requireNonNull(at);
        width = Math.clamp(width, SMALLEST_WIDTH, LARGEST);
        height = Math.clamp(height, SMALLEST_HEIGHT, LARGEST);
    }

    public Note with(String newText, Color newColor) {
        return new Note(id, newText, newColor, at, width, height);
    }

    public Note at(Position newPlace, int newWidth, int newHeight) {
        return new Note(id, text, color, newPlace, newWidth, newHeight);
    }
}
