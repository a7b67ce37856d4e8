package dev.millrace.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({"10 min,10 min", "10min,10 min", "90 s,1 min 30 s", "1 h 30 min,1 h 30 min", "36 hours,1 day 12 h", "2 weeks,14 days", "250 ms,250 ms",
        "0,0 s", "0 min,0 s", "PT1H30M,1 h 30 min", "pt0.25s,250 ms", "PT0.0001S,0 s", "1D,1 day"})
    void readsWhatPeopleWrite(String text, String canonical) {
        assertThat(Durations.write(Durations.parse(text))).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "10", "min", "1.5 h", "-1 s", "10 min ago", "10 parsecs", "P", "PT", "999999999999 days", "99999999999999999999 s",
        "P99999999999999D", "PT-5M", "37000 days", "999999999999 days 999999999999 days", "１ h"})
    void refusesTheRestWithASentence(String text) {
        assertThatThrownBy(() -> Durations.parse(text)).isInstanceOf(IllegalArgumentException.class).hasMessageMatching("'.*' is (no duration|too long).*|A duration.*");
    }

    @RepeatedTest(100)
    void everyDurationIsReadBack(RepetitionInfo repetition) {
        long millis = Math.abs(new Random(repetition.getCurrentRepetition()).nextLong()) % Duration.ofDays(36_525).toMillis() >> repetition.getCurrentRepetition() % 40;
        assertThat(Durations.parse(Durations.write(Duration.ofMillis(millis)))).isEqualTo(Duration.ofMillis(millis));
    }
}
