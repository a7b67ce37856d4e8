package dev.millrace.runtime.demo;

import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;

/**
 * Twenty devices, each of which sends its temperature once a minute, up to five seconds out of order. A reading jumps by twelve degrees now
 * and then, one device gets too hot for some minutes, one is silent for a quarter of an hour, and one is cut off and sends its readings
 * 47 minutes later. The place of a silent device in the round is taken by the next one.
 */
final class Sensors implements DemoRows {
    private static final long serialVersionUID = 1L;
    private static final int DEVICES = 20;
    private static final long STEP = 3_000;
    private static final int DISORDER = 5_000;
    private static final int ROUNDS = 60;
    private static final int SILENT = 3;
    private static final int CUT_OFF = 7;
    private static final int CATCH_UP = 47;
    private static final StringData[] NAMES = names();

    private static StringData[] names() {
        StringData[] names = new StringData[DEVICES];
        for (int i = 0; i < DEVICES; i++) {
            names[i] = DemoRows.text("sensor-" + (101 + i));
        }
        return names;
    }

    @Override
    public GenericRowData at(long index) {
        int device = (int) (index % DEVICES);
        long round = index / DEVICES;
        int minute = (int) (round % ROUNDS);
        if (device == SILENT && minute >= 30 && minute < 45 || device == CUT_OFF && minute >= 5 && minute < 20) {
            return reading(device + 1, round, index);
        }
        if (device == CUT_OFF && minute >= 52) {
            return reading(device, round - CATCH_UP, index - (long) CATCH_UP * DEVICES);
        }
        return reading(device, round, index);
    }

    private static GenericRowData reading(int device, long round, long index) {
        long random = Chance.at(index);
        long wave = Math.abs(round % 240 - 120) * 3;
        long temperature = 2_000 + device * 100 + wave + Chance.below(random, 0, 80);
        if (device == round / 15 * 3 % DEVICES && round % 15 >= 10) {
            temperature = 8_000 + (round % 15 - 10) * 90 + Chance.below(random, 0, 80);
        } else if (Chance.below(random, 16, 97) == 0) {
            temperature += 1_200;
        }
        return GenericRowData.of(NAMES[device], DemoRows.time(BEGIN + index * STEP - Chance.below(random, 24, DISORDER)), DemoRows.cents(temperature, 5),
                (int) (100 - (round + device * 5) % 100));
    }
}
