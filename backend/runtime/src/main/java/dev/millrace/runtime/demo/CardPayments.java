package dev.millrace.runtime.demo;

import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;

/**
 * Payments by card, one every two seconds, up to eight seconds out of order. Most are everyday: 3 to 300, in the card's home town. In each
 * hundred something happens:
 *
 * <pre>
 *   slot  10 ── a card pays less than 2 ──▶ 40: over 600 (every other time; else 90 of the fifth hundred after, too late to count)
 *   slot  20 ── a card pays at home ──────▶ 60: pays far away (two times of three)
 *   slot  70 … 77 a card pays eight times (every other time four)
 * </pre>
 */
final class CardPayments implements DemoRows {
    private static final long serialVersionUID = 1L;
    private static final long STEP = 2_000;
    private static final int DISORDER = 8_000;
    private static final int CARDS = 300;
    private static final StringData[] CITIES = DemoRows.texts("Berlin", "Paris", "Madrid", "Chicago", "Tokyo", "Sydney", "Cape Town", "Lima");
    private static final double[] LATITUDES = {52.52, 48.86, 40.42, 41.88, 35.68, -33.87, -33.92, -12.05};
    private static final double[] LONGITUDES = {13.40, 2.35, -3.70, -87.63, 139.69, 151.21, 18.42, -77.04};
    private static final StringData[] MERCHANTS = DemoRows.texts("Corner Shop", "Fuel & Go", "City Bakery", "Book House", "Green Grocer", "Train Tickets",
            "Cinema", "Pharmacy", "Hardware", "Music Store");

    @Override
    public GenericRowData at(long index) {
        long block = index / 100;
        long random = Chance.at(index);
        long card = 1 + Chance.below(random, 0, CARDS);
        long cents = 300 + Chance.below(random, 8, 29_700);
        int city = -1;
        switch ((int) (index % 100)) {
            case 10:
                card = tested(block);
                cents = 50 + Chance.below(random, 8, 149);
                break;
            case 40:
                if (block % 2 == 0) {
                    card = tested(block);
                    cents = 60_000 + Chance.below(random, 8, 90_000);
                }
                break;
            case 90:
                if (block % 2 == 0 && block > 5) {
                    card = tested(block - 5);
                    cents = 60_000 + Chance.below(random, 8, 90_000);
                }
                break;
            case 20:
                card = travelling(block);
                break;
            case 60:
                card = travelling(block);
                city = block % 3 == 2 ? -1 : (home(card) + 3) % CITIES.length;
                break;
            case 70: case 71: case 72: case 73:
                card = block % 2 == 0 ? hasty(block) : card;
                break;
            case 74: case 75: case 76: case 77:
                card = hasty(block);
                break;
            default:
        }
        int place = city < 0 ? home(card) : city;
        return GenericRowData.of(index + 1, DemoRows.text("card-" + (1000 + card)), DemoRows.time(BEGIN + index * STEP - Chance.below(random, 24, DISORDER)),
                DemoRows.cents(cents, 10), MERCHANTS[Chance.below(random, 40, MERCHANTS.length)], CITIES[place], LATITUDES[place], LONGITUDES[place]);
    }

    private static int home(long card) {
        return (int) (card % CITIES.length);
    }

    private static long tested(long block) {
        return 1 + block * 7 % CARDS;
    }

    private static long travelling(long block) {
        return 1 + (block * 11 + 150) % CARDS;
    }

    private static long hasty(long block) {
        return 1 + (block * 13 + 75) % CARDS;
    }
}
