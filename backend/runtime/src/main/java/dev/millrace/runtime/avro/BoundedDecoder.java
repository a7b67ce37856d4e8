package dev.millrace.runtime.avro;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;

/** Avro's binary form out of one record. No length in it is believed beyond what the record still has, so that none can fill the memory. */
final class BoundedDecoder extends Decoder {
    /** So many elements may take no bytes at all. */
    private static final int EMPTY_ELEMENTS = 1_024;

    private final ByteBuffer bytes;

    BoundedDecoder(byte[] record, int from) {
        bytes = ByteBuffer.wrap(record, from, record.length - from).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    int left() {
        return bytes.remaining();
    }

    private ByteBuffer need(long count) throws IOException {
        if (count < 0 || count > bytes.remaining()) {
            throw new EOFException("the record ends in the middle");
        }
        return bytes;
    }

    @Override
    public void readNull() {
        // Takes no byte.
    }

    @Override
    public boolean readBoolean() throws IOException {
        byte value = need(1).get();
        if (value != 0 && value != 1) {
            throw new IOException("a BOOLEAN is 0 or 1, not " + value);
        }
        return value == 1;
    }

    @Override
    public int readInt() throws IOException {
        long value = readLong();
        if (value != (int) value) {
            throw new IOException(value + " is too large for an int");
        }
        return (int) value;
    }

    @Override
    public long readLong() throws IOException {
        long raw = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            byte next = need(1).get();
            raw |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return (raw >>> 1) ^ -(raw & 1);
            }
        }
        throw new IOException("a number takes too many bytes");
    }

    @Override
    public float readFloat() throws IOException {
        return need(4).getFloat();
    }

    @Override
    public double readDouble() throws IOException {
        return need(8).getDouble();
    }

    private byte[] take(long length) throws IOException {
        need(length);
        byte[] taken = new byte[(int) length];
        bytes.get(taken);
        return taken;
    }

    @Override
    public Utf8 readString(Utf8 old) throws IOException {
        return new Utf8(take(readLong()));
    }

    @Override
    public String readString() throws IOException {
        return new String(take(readLong()), StandardCharsets.UTF_8);
    }

    @Override
    public void skipString() throws IOException {
        skipBytes();
    }

    @Override
    public ByteBuffer readBytes(ByteBuffer old) throws IOException {
        return ByteBuffer.wrap(take(readLong()));
    }

    @Override
    public void skipBytes() throws IOException {
        skipFixed(readInt());
    }

    @Override
    public void readFixed(byte[] into, int start, int length) throws IOException {
        need(length).get(into, start, length);
    }

    @Override
    public void skipFixed(int length) throws IOException {
        need(length).position(bytes.position() + length);
    }

    @Override
    public int readEnum() throws IOException {
        return readInt();
    }

    /** Number of elements in the next block; a negative one is followed by the size of the block. */
    private long block() throws IOException {
        long count = readLong();
        if (count < 0) {
            count = -count;
            readLong();
        }
        if (count < 0 || count > (long) bytes.remaining() + EMPTY_ELEMENTS) {
            throw new EOFException("the record ends in the middle of a list");
        }
        return count;
    }

    @Override
    public long readArrayStart() throws IOException {
        return block();
    }

    @Override
    public long arrayNext() throws IOException {
        return block();
    }

    /** Passes over blocks whose size is given, and says how many elements the next one has that must be passed one by one. */
    private long skipBlocks() throws IOException {
        long count = readLong();
        while (count < 0) {
            skipFixed(readInt());
            count = readLong();
        }
        if (count > (long) bytes.remaining() + EMPTY_ELEMENTS) {
            throw new EOFException("the record ends in the middle of a list");
        }
        return count;
    }

    @Override
    public long skipArray() throws IOException {
        return skipBlocks();
    }

    @Override
    public long readMapStart() throws IOException {
        return block();
    }

    @Override
    public long mapNext() throws IOException {
        return block();
    }

    @Override
    public long skipMap() throws IOException {
        return skipBlocks();
    }

    @Override
    public int readIndex() throws IOException {
        return readInt();
    }
}
