package dev.millrace.runtime.demo;

import java.io.Serializable;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.RowType;

/** A built-in event set: the row at every index, always the same. Its columns are declared with the kind of the demo stream. */
interface DemoRows extends Serializable {
    /** 2026-01-05 00:00 UTC, a Monday: where the made-up sets begin. */
    long BEGIN = 1_767_571_200_000L;

    GenericRowData at(long index);

    /** @param columns all that the set has, in their order */
    static DemoRows of(String dataset, RowType columns, long rowsPerSecond) {
        switch (dataset) {
            case "flights":
                return new Flights(columns);
            case "bids":
                return new Bids(rowsPerSecond);
            case "card-payments":
                return new CardPayments();
            case "sensors":
                return new Sensors();
            case "clicks":
                return new Clicks();
            case "logs":
                return new Logs();
            case "orders":
                return new Shop.Orders();
            case "payments":
                return new Shop.Payments();
            case "shipments":
                return new Shop.Shipments();
            case "rates":
                return new Rates();
            case "account-events":
                return new AccountEvents();
            case "customer-changes":
                return new CustomerChanges();
            case "signups":
                return new Signups();
            default:
                throw new IllegalArgumentException("There is no demo stream '" + dataset + "'");
        }
    }

    /** @param digits of the column's type in all */
    static DecimalData cents(long cents, int digits) {
        return DecimalData.fromUnscaledLong(cents, digits, 2);
    }

    static TimestampData time(long millis) {
        return TimestampData.fromEpochMillis(millis);
    }

    static StringData text(String text) {
        return StringData.fromString(text);
    }

    /** Made once, because most rows have one of a few texts. */
    static StringData[] texts(String... texts) {
        StringData[] made = new StringData[texts.length];
        for (int i = 0; i < texts.length; i++) {
            made[i] = text(texts[i]);
        }
        return made;
    }
}
