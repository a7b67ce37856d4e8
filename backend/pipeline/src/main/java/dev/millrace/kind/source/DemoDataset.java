package dev.millrace.kind.source;

import static dev.millrace.schema.LogicalType.BIGINT;
import static dev.millrace.schema.LogicalType.DOUBLE;
import static dev.millrace.schema.LogicalType.INT;
import static dev.millrace.schema.LogicalType.STRING;
import static dev.millrace.schema.LogicalType.TIMESTAMP;

import dev.millrace.schema.Column;
import dev.millrace.schema.LogicalType;
import dev.millrace.schema.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The built-in event sets of the demo stream, with all their columns. The rows are made in the runtime, by these columns in their order. */
public enum DemoDataset {
    FLIGHTS(Schema.of(Column.of("id", BIGINT), Column.of("ts", TIMESTAMP), Column.of("delay", BIGINT), Column.of("distance", BIGINT),
            Column.of("origin", STRING), Column.of("destination", STRING)).withEventTime("ts")),
    BIDS(Schema.of(Column.of("auction", BIGINT), Column.of("bidder", BIGINT), Column.of("price", BIGINT), Column.of("channel", STRING),
            Column.of("url", STRING), Column.of("dateTime", TIMESTAMP), Column.of("extra", STRING)).withEventTime("dateTime")),
    CARD_PAYMENTS(Schema.of(Column.of("id", BIGINT), Column.of("card", STRING), Column.of("ts", TIMESTAMP), Column.of("amount", money(10)),
            Column.of("merchant", STRING), Column.of("city", STRING), Column.of("lat", DOUBLE), Column.of("lon", DOUBLE)).withEventTime("ts")),
    SENSORS(Schema.of(Column.of("device", STRING), Column.of("ts", TIMESTAMP), Column.of("temperature", money(5)), Column.of("battery", INT))
            .withEventTime("ts")),
    CLICKS(Schema.of(Column.of("visitor", STRING), Column.of("ts", TIMESTAMP), Column.of("page", STRING), Column.of("device", STRING))
            .withEventTime("ts")),
    LOGS(Schema.of(Column.of("ts", TIMESTAMP), Column.of("service", STRING), Column.of("host", STRING), Column.of("level", STRING),
            Column.of("duration", INT), Column.of("message", STRING)).withEventTime("ts")),
    ORDERS(Schema.of(Column.of("id", BIGINT), Column.of("ts", TIMESTAMP), Column.of("customer", BIGINT), Column.of("email", STRING),
            Column.of("phone", STRING), Column.of("country", STRING), Column.of("product", STRING), Column.of("quantity", INT),
            Column.of("amount", money(10)), Column.of("currency", STRING)).withEventTime("ts")),
    PAYMENTS(Schema.of(Column.of("id", BIGINT), Column.of("order_id", BIGINT), Column.of("ts", TIMESTAMP), Column.of("amount", money(10)),
            Column.of("method", STRING)).withEventTime("ts")),
    SHIPMENTS(Schema.of(Column.of("id", BIGINT), Column.of("order_id", BIGINT), Column.of("ts", TIMESTAMP), Column.of("carrier", STRING))
            .withEventTime("ts")),
    RATES(Schema.of(Column.of("currency", STRING), Column.of("ts", TIMESTAMP), Column.of("rate", new LogicalType.Decimal(10, 4)))
            .withEventTime("ts")),
    ACCOUNT_EVENTS(Schema.of(Column.of("id", BIGINT), Column.of("account", STRING), Column.of("ts", TIMESTAMP), Column.of("kind", STRING),
            Column.of("amount", money(12))).withEventTime("ts")),
    CUSTOMER_CHANGES(Schema.of(Column.of("before", customer()), Column.of("after", customer()), Column.of("op", STRING),
            Column.of("ts_ms", BIGINT))),
    SIGNUPS(Schema.of(Column.of("id", BIGINT), Column.of("ts", TIMESTAMP), Column.of("version", INT), Column.of("name", STRING),
            Column.of("mail", STRING), Column.of("first_name", STRING), Column.of("last_name", STRING),
            Column.of("contact", new LogicalType.Row(List.of(Column.of("email", STRING), Column.of("phone", STRING)))),
            Column.of("country", STRING), Column.of("birth", STRING)).withEventTime("ts"));

    private final Schema schema;

    DemoDataset(Schema schema) {
        this.schema = schema;
    }

    private static LogicalType money(int digits) {
        return new LogicalType.Decimal(digits, 2);
    }

    private static LogicalType customer() {
        return new LogicalType.Row(List.of(Column.of("id", BIGINT), Column.of("name", STRING), Column.of("city", STRING), Column.of("tier", STRING)));
    }

    /** All columns, and which is the event time. */
    public Schema schema() {
        return schema;
    }

    /** The word in documents. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException where no set has this name */
    public static DemoDataset named(String word) {
        return Arrays.stream(values()).filter(d -> d.word().equals(word)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no demo stream '" + word + "'"));
    }
}
