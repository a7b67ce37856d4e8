package dev.millrace.server.preview;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Times as rows write them: {@code 2026-01-01 10:00:00.000}, with a Z behind where they are points in time. */
final class RowTimes {
    private static final DateTimeFormatter SHOWN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final DateTimeFormatter EXACT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");

    private RowTimes() {}

    static Optional<Instant> read(JsonNode value) {
        if (value == null || !value.isString()) {
            return Optional.empty();
        }
        String text = value.stringValue().replace(' ', 'T');
        try {
            return Optional.of(LocalDateTime.parse(text.endsWith("Z") ? text.substring(0, text.length() - 1) : text).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    static String write(Instant time) {
        return write(LocalDateTime.ofInstant(time, ZoneOffset.UTC));
    }

    static String write(LocalDateTime time) {
        return time.format(time.getNano() == 0 ? SHOWN : EXACT);
    }
}
