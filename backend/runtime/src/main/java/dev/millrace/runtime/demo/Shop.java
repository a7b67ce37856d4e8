package dev.millrace.runtime.demo;

import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;

/**
 * A shop in three streams that belong together: to the order at an index come the payment and the shipment at the same index. Orders come every
 * twenty seconds, up to a minute out of order.
 *
 * <pre>
 *   payment    1 to 25 min after the order; every 9th after 45 to 60 min, every 23rd pays less than was asked,
 *              every 13th is for an order that nobody knows, every 17th repeats the payment before
 *   shipment   10 to 100 min after the order; every 11th after 2 to 3 h, and in place of every 14th a second parcel for the order before
 * </pre>
 */
final class Shop {
    private static final long STEP = 20_000;
    private static final int DISORDER = 60_000;
    private static final long MINUTE = 60_000;
    private static final StringData[] COUNTRIES = DemoRows.texts("DE", "FR", "US", "GB", "JP", "CH", "BR");
    private static final StringData[] CURRENCIES = DemoRows.texts("EUR", "EUR", "USD", "GBP", "JPY", "CHF", "BRL");
    private static final String[] DIAL = {"+49", "+33", "+1", "+44", "+81", "+41", "+55"};
    private static final StringData[] PRODUCTS = DemoRows.texts("kettle", "lamp", "chair", "desk", "rug", "clock", "mug", "vase", "shelf", "radio", "fan", "mirror");
    private static final int[] PRICES = {2490, 3900, 8900, 24900, 7900, 1990, 890, 1550, 11900, 5990, 4450, 6990};
    private static final StringData[] METHODS = DemoRows.texts("card", "transfer", "wallet");
    private static final StringData[] CARRIERS = DemoRows.texts("Swift", "Parcel Post", "Green Bike");

    private Shop() {}

    private static long ordered(long order) {
        return DemoRows.BEGIN + order * STEP - Chance.below(Chance.at(order), 40, DISORDER);
    }

    /** What leads the sales changes from hour to hour: every third order is for the product of the hour. */
    private static int product(long order) {
        long random = Chance.at(order);
        return Chance.below(random, 8, 3) == 0 ? (int) (order / 180 % PRODUCTS.length) : Chance.below(random, 12, PRODUCTS.length);
    }

    private static int quantity(long order) {
        return 1 + Chance.below(Chance.at(order), 20, 3);
    }

    private static long cents(long order) {
        return (long) PRICES[product(order)] * quantity(order);
    }

    static final class Orders implements DemoRows {
        private static final long serialVersionUID = 1L;

        @Override
        public GenericRowData at(long index) {
            int customer = 1 + Chance.below(Chance.at(index), 0, 200);
            int country = customer % COUNTRIES.length;
            return GenericRowData.of(index + 1, DemoRows.time(ordered(index)), (long) customer, DemoRows.text("customer" + customer + "@example.com"),
                    DemoRows.text(DIAL[country] + " 555 " + (10_000 + customer * 37)), COUNTRIES[country], PRODUCTS[product(index)], quantity(index),
                    DemoRows.cents(cents(index), 10), CURRENCIES[country]);
        }
    }

    static final class Payments implements DemoRows {
        private static final long serialVersionUID = 1L;

        @Override
        public GenericRowData at(long index) {
            if (index % 17 == 16) {
                return at(index - 1);
            }
            long random = Chance.at(-index - 2);
            boolean unknown = index % 13 == 12;
            long after = index % 9 == 8 ? 45 * MINUTE + Chance.below(random, 0, 15 * (int) MINUTE) : MINUTE + Chance.below(random, 0, 24 * (int) MINUTE);
            long cents = index % 23 == 22 ? cents(index) - 100 : cents(index);
            return GenericRowData.of(500_001 + index, (unknown ? 900_001 : 1) + index, DemoRows.time(ordered(index) + after), DemoRows.cents(cents, 10),
                    METHODS[Chance.below(random, 40, METHODS.length)]);
        }
    }

    static final class Shipments implements DemoRows {
        private static final long serialVersionUID = 1L;

        @Override
        public GenericRowData at(long index) {
            long random = Chance.at(-index - 3_000_000_000L);
            long order = index % 14 == 13 ? index - 1 : index;
            long after = index % 11 == 10 ? 125 * MINUTE + Chance.below(random, 0, 50 * (int) MINUTE) : 10 * MINUTE + Chance.below(random, 0, 90 * (int) MINUTE);
            return GenericRowData.of(700_001 + index, order + 1, DemoRows.time(ordered(index) + after), CARRIERS[Chance.below(random, 40, CARRIERS.length)]);
        }
    }
}
