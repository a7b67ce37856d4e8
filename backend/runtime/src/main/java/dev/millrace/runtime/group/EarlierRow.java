package dev.millrace.runtime.group;

import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.MapData;
import org.apache.flink.table.data.RawValueData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.types.RowKind;
import org.apache.flink.types.variant.Variant;

/** A row in the layout of its time, where Flink keeps plain rows. Before anybody reads its fields it is moved to the layout of today. */
final class EarlierRow implements RowData {
    private final KeptRow kept;

    EarlierRow(KeptRow kept) {
        this.kept = kept;
    }

    KeptRow kept() {
        return kept;
    }

    @Override public int getArity() {
        return kept.row().getArity();
    }

    @Override public RowKind getRowKind() {
        return kept.row().getRowKind();
    }

    @Override public void setRowKind(RowKind kind) {
        kept.row().setRowKind(kind);
    }

    private static IllegalStateException unread() {
        return new IllegalStateException("A row of an earlier layout was read as it was kept");
    }

    @Override public boolean isNullAt(int field) {
        throw unread();
    }

    @Override public boolean getBoolean(int field) {
        throw unread();
    }

    @Override public byte getByte(int field) {
        throw unread();
    }

    @Override public short getShort(int field) {
        throw unread();
    }

    @Override public int getInt(int field) {
        throw unread();
    }

    @Override public long getLong(int field) {
        throw unread();
    }

    @Override public float getFloat(int field) {
        throw unread();
    }

    @Override public double getDouble(int field) {
        throw unread();
    }

    @Override public StringData getString(int field) {
        throw unread();
    }

    @Override public DecimalData getDecimal(int field, int precision, int scale) {
        throw unread();
    }

    @Override public TimestampData getTimestamp(int field, int precision) {
        throw unread();
    }

    @Override public <T> RawValueData<T> getRawValue(int field) {
        throw unread();
    }

    @Override public byte[] getBinary(int field) {
        throw unread();
    }

    @Override public ArrayData getArray(int field) {
        throw unread();
    }

    @Override public MapData getMap(int field) {
        throw unread();
    }

    @Override public RowData getRow(int field, int fields) {
        throw unread();
    }

    @Override public Variant getVariant(int field) {
        throw unread();
    }

    @Override public boolean equals(Object other) {
        return other instanceof EarlierRow same && kept.equals(same.kept);
    }

    @Override public int hashCode() {
        return kept.hashCode();
    }
}
