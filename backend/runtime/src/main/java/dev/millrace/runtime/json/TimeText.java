package dev.millrace.runtime.json;

import java.util.Locale;
import org.apache.flink.table.data.TimestampData;

/**
 * Times as text, without the cost of java.time: {@code yyyy-MM-dd[ T]HH:mm[:ss[.fraction]][Z|±HH:mm]}, read as UTC where no
 * zone is given, and written back as {@code yyyy-MM-dd HH:mm:ss.SSS}.
 */
final class TimeText {
    static final long FIRST = -62135596800000L;
    static final long LAST = 253402300799999L;
    /** Room enough for every time; a TIMESTAMP reaches years of nine digits. */
    static final int LONGEST = 48;
    private static final long DAY = 86_400_000L;
    private static final int[] POWERS = {1, 10, 100, 1000, 10_000, 100_000, 1_000_000};

    private TimeText() {}

    /** Null where the text is no time. Digits beyond {@code digits} are cut off. */
    static TimestampData timestamp(String text, int digits) {
        int length = text.length();
        if (length < 16) {
            return null;
        }
        int day = date(text, 0, 10);
        char between = text.charAt(10);
        int hour = digits(text, 11, 13);
        int minute = digits(text, 14, 16);
        if (day == Integer.MIN_VALUE || between != ' ' && between != 'T' || text.charAt(13) != ':') {
            return null;
        }
        int at = 16;
        int second = 0;
        int nanos = 0;
        if (at < length && text.charAt(at) == ':') {
            if (length < 19) {
                return null;
            }
            second = digits(text, 17, 19);
            at = 19;
            if (at < length && text.charAt(at) == '.') {
                int from = ++at;
                int scale = 100_000_000;
                while (at < length && at - from < 9 && isDigit(text.charAt(at))) {
                    nanos += (text.charAt(at++) - '0') * scale;
                    scale /= 10;
                }
                if (at == from) {
                    return null;
                }
            }
        }
        long offset = zone(text, at);
        if (offset == Long.MIN_VALUE || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
            return null;
        }
        return cut(day * DAY + hour * 3_600_000L + minute * 60_000L + second * 1000L + nanos / 1_000_000 - offset, nanos % 1_000_000, digits);
    }

    /** A time with no more than {@code digits} fractional digits: a row must not hold more than its type tells. */
    static TimestampData cut(long millis, int nanosOfMilli, int digits) {
        if (digits >= 3) {
            return TimestampData.fromEpochMillis(millis, nanosOfMilli - nanosOfMilli % POWERS[9 - digits]);
        }
        return TimestampData.fromEpochMillis(millis - Math.floorMod(millis, POWERS[3 - digits]));
    }

    /** Days since 1970 of a yyyy-MM-dd; Integer.MIN_VALUE where the text is none. */
    static int date(String text) {
        return text.length() == 10 ? date(text, 0, 10) : Integer.MIN_VALUE;
    }

    private static int date(String text, int from, int to) {
        int year = digits(text, from, from + 4);
        int month = digits(text, from + 5, from + 7);
        int day = digits(text, from + 8, to);
        boolean valid = text.charAt(from + 4) == '-' && text.charAt(from + 7) == '-' && year >= 1 && month >= 1 && month <= 12 && day >= 1
                && day <= lastDay(year, month);
        return valid ? (int) daysSince1970(year, month, day) : Integer.MIN_VALUE;
    }

    /** Milliseconds of the day of HH:mm[:ss[.fraction]]; -1 where the text is none. */
    static int timeOfDay(String text) {
        TimestampData time = text.length() >= 5 && isDigit(text.charAt(text.length() - 1)) && text.indexOf('-') < 0 && text.indexOf('+') < 0
                ? timestamp("1970-01-01 " + text, 3) : null;
        return time == null ? -1 : (int) time.getMillisecond();
    }

    /** Offset from UTC in milliseconds; Long.MIN_VALUE where the rest is no zone. */
    private static long zone(String text, int at) {
        int left = text.length() - at;
        if (left == 0 || left == 1 && text.charAt(at) == 'Z') {
            return 0;
        }
        char sign = text.charAt(at);
        if (left == 6 && (sign == '+' || sign == '-') && text.charAt(at + 3) == ':') {
            int hours = digits(text, at + 1, at + 3);
            int minutes = digits(text, at + 4, at + 6);
            if (hours >= 0 && hours <= 18 && minutes >= 0 && minutes <= 59) {
                return (sign == '+' ? 1 : -1) * (hours * 60L + minutes) * 60_000L;
            }
        }
        return Long.MIN_VALUE;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int digits(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!isDigit(c)) {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value;
    }

    private static int lastDay(int year, int month) {
        switch (month) {
            case 2:
                return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            case 4:
            case 6:
            case 9:
            case 11:
                return 30;
            default:
                return 31;
        }
    }

    /** Howard Hinnant's days_from_civil, https://howardhinnant.github.io/date_algorithms.html. */
    private static long daysSince1970(int year, int month, int day) {
        long y = month <= 2 ? year - 1 : year;
        long era = Math.floorDiv(y, 400L);
        long yearOfEra = y - era * 400;
        long dayOfYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        return era * 146097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719468;
    }

    /** Writes with {@code digits} fractional digits, 0 to 9; a zone mark is added where asked. @return how many characters */
    static int write(TimestampData time, int digits, boolean utc, char[] into) {
        long millis = time.getMillisecond();
        long days = Math.floorDiv(millis, DAY);
        int ofDay = (int) Math.floorMod(millis, DAY);
        long z = days + 719468;
        long era = Math.floorDiv(z, 146097L);
        long dayOfEra = z - era * 146097;
        long yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
        long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long m = (5 * dayOfYear + 2) / 153;
        int day = (int) (dayOfYear - (153 * m + 2) / 5 + 1);
        int month = (int) (m < 10 ? m + 3 : m - 9);
        int year = (int) (yearOfEra + era * 400 + (month <= 2 ? 1 : 0));
        int at = year < 0 || year > 9999 ? farYear(year, into) : number(year, 4, into, 0);
        into[at++] = '-';
        at = number(month, 2, into, at);
        into[at++] = '-';
        at = number(day, 2, into, at);
        into[at++] = ' ';
        at = number(ofDay / 3_600_000, 2, into, at);
        into[at++] = ':';
        at = number(ofDay / 60_000 % 60, 2, into, at);
        into[at++] = ':';
        at = number(ofDay / 1000 % 60, 2, into, at);
        if (digits > 0) {
            into[at++] = '.';
            number(ofDay % 1000 * 1_000_000 + time.getNanoOfMillisecond(), 9, into, at);
            at += digits;
        }
        if (utc) {
            into[at++] = 'Z';
        }
        return at;
    }

    private static int number(int value, int width, char[] into, int at) {
        int rest = value;
        for (int i = at + width - 1; i >= at; i--) {
            into[i] = (char) ('0' + rest % 10);
            rest /= 10;
        }
        return at + width;
    }

    /** Years that a computation has led to, in the manner of ISO 8601: with a sign. */
    private static int farYear(int year, char[] into) {
        String text = (year < 0 ? "-" : "+") + String.format(Locale.ROOT, "%04d", Math.abs(year));
        text.getChars(0, text.length(), into, 0);
        return text.length();
    }
}
