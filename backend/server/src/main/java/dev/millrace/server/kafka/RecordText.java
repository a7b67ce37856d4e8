package dev.millrace.server.kafka;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/** Bytes of records as people can read them. */
final class RecordText {
    private static final int LONGEST = 4_000;

    private RecordText() {}

    /** UTF-8 as it is; hexadecimal digits where it is none, or has characters that no text has. Empty for no bytes at all. */
    static Optional<TopicRecord.Content> of(byte[] bytes) {
        if (bytes == null) {
            return Optional.empty();
        }
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            if (text.chars().noneMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t')) {
                boolean cut = text.length() > LONGEST;
                // Not through the middle of a character that takes two.
                int end = cut && Character.isHighSurrogate(text.charAt(LONGEST - 2)) ? LONGEST - 2 : LONGEST - 1;
                return Optional.of(new TopicRecord.Content(cut ? text.substring(0, end) : text, false, bytes.length, cut));
            }
        } catch (CharacterCodingException binary) {
            // Shown as digits.
        }
        int shown = Math.min(bytes.length, LONGEST / 2 - 2);
        return Optional.of(new TopicRecord.Content(HexFormat.of().formatHex(bytes, 0, shown), true, bytes.length, shown < bytes.length));
    }
}
