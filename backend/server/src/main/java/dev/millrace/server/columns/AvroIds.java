package dev.millrace.server.columns;

import java.nio.ByteBuffer;
import java.util.OptionalInt;

/** The number of a schema in a registry that stands before a record: a zero and four bytes, as Confluent has it. */
final class AvroIds {
    private static final int HEADER = 5;

    private AvroIds() {}

    static OptionalInt of(byte[] value) {
        return value == null || value.length < HEADER || value[0] != 0 ? OptionalInt.empty() : OptionalInt.of(ByteBuffer.wrap(value, 1, 4).getInt());
    }
}
