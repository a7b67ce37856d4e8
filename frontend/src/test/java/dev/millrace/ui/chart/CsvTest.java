package dev.millrace.ui.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTest {
    @Test void timesAreIsoAndWhatIsNotKnownIsEmpty() {
        assertThat(Csv.of(List.of(Instant.parse("2026-11-29T10:00:00Z"), Instant.parse("2026-11-29T10:00:05.250Z")), List.of("Lag, mean (rows)", "Lag (rows)"),
                List.of(Arrays.asList(1.5, null), List.of(1e9, -0.25)))).isEqualTo("""
                time (UTC),"Lag, mean (rows)",Lag (rows)
                2026-11-29T10:00:00Z,1.5,1000000000
                2026-11-29T10:00:05.250Z,,-0.25
                """.replace("\n", "\r\n"));
    }

    @Test void noWordIsTakenForAFormula() {
        assertThat(List.of("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "a\"b", "plain").stream().map(Csv::cell))
                .containsExactly("'=1+1", "'+1", "'-1", "'@SUM(A1)", "'\t=1", "\"a\"\"b\"", "plain");
    }

    @Test void filesAreNamedByLettersAndDigits() {
        assertThat(Csv.fileName("../../Flüge: =cmd / lag", ".csv")).isEqualTo("flüge-cmd-lag.csv");
        assertThat(Csv.fileName("…", ".png")).isEqualTo("millrace.png");
    }
}
